import { formatMeasure, unitSymbol } from '../../../src/domain/policies/measure.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { Amount } from '../../parts/amount.js';
import { Bar } from '../../parts/bar.js';
import { Icon } from '../../parts/icon.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { type Measured, type Reason, sortedAnswers } from './answers-sorted.js';
import styles from './transfer.module.css';

/** What the policy said: each denial, each limit as a bar, and the rest folded. */
export function DecisionSection({ transfer }: { readonly transfer: TransferDetail }) {
  const { decision } = transfer;
  if (decision === null) return null;
  const { denials, measured, others } = sortedAnswers(transfer);
  const excepted = decision.reasons.filter(({ outcome }) => outcome === 'waived').length;
  const by = `${WORD[decision.outcome]} by policy ${String(decision.policyVersion)}`;
  const exceptions =
    decision.outcome === 'permit'
      ? excepted === 0
        ? ', without an exception'
        : `, with ${String(excepted)} excepted`
      : '';
  return (
    <section aria-labelledby="decision">
      <div className="head">
        <h2 id="decision">{transfer.state === 'refused' ? 'Why' : 'What the policy said'}</h2>
        <p>
          {by}
          {exceptions}.{' '}
          {denials.length > 0
            ? 'Checks of integrity first; then the policy, largest excess first.'
            : 'Solid is what was used before, hatched is this transfer.'}
        </p>
      </div>
      <div className={styles.tables}>
        {denials.length > 0 ? <Denials denials={denials} asset={transfer.asset} /> : null}
        {measured.length > 0 ? <Limits measured={measured} /> : null}
      </div>
      <Others others={others} />
    </section>
  );
}

const WORD = { permit: 'Permit', 'needs-exception': 'Needs an exception', deny: 'Denied' } as const;

interface DenialsProps {
  readonly denials: readonly Reason[];
  readonly asset: TransferDetail['asset'];
}

function Denials({ denials, asset }: DenialsProps) {
  return (
    <Table columns={['Rule', 'What it says', { number: 'Measures' }, { number: 'Allows' }, 'Exception']}>
      {denials.map((reason) => (
        <Denial key={reason.rule} reason={reason} asset={asset} />
      ))}
    </Table>
  );
}

function Denial({ reason, asset }: { readonly reason: Reason; readonly asset: TransferDetail['asset'] }) {
  const { rule, words, code, unit, measured, bound, ceiling, waivable } = reason;
  const value = (units: string | null) =>
    units === null || unit === null ? null : (
      <Amount
        value={formatMeasure(BigInt(units), unit, asset.decimals)}
        unit={unitSymbol(unit, asset.symbol)}
      />
    );
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <Status tone="stop" icon="state-refused">
          {rule}
        </Status>
      </th>
      <td role="cell" data-is="Says">
        <Said>{words ?? ''}</Said>{' '}
        {code === null ? null : (
          <code className="quiet">
            <Said>{code}</Said>
          </code>
        )}
      </td>
      <td role="cell" data-is="Measures" className="num">
        {value(measured)}
      </td>
      <td role="cell" data-is="Allows" className="num">
        {value(bound)}
      </td>
      <td role="cell" data-is="Exception">
        {waivable ? <>up to {value(ceiling)}</> : 'none'}
      </td>
    </tr>
  );
}

function Limits({ measured }: { readonly measured: readonly Measured[] }) {
  return (
    <Table
      columns={['Rule', 'Answer', { number: 'Measures' }, { number: 'Allows' }, 'Use, with this transfer']}
    >
      {measured.map((each) => (
        <Limit key={each.reason.rule} each={each} />
      ))}
    </Table>
  );
}

function Limit({ each }: { readonly each: Measured }) {
  const { reason, measured, bound, symbol, used, held, limit } = each;
  const isWaived = reason.outcome === 'waived';
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <code>
          <Said>{reason.rule}</Said>
        </code>
      </th>
      <td role="cell" data-is="Answer">
        <Status tone={isWaived ? 'wait' : 'ok'} icon={isWaived ? 'state-needs-exception' : 'severity-ok'}>
          {isWaived ? 'excepted' : 'within'}
        </Status>
      </td>
      <td role="cell" data-is="Measures" className="num">
        <Amount value={measured} unit={symbol} />
      </td>
      <td role="cell" data-is="Allows" className="num">
        <Amount value={bound} unit={symbol} />
      </td>
      <td role="cell" data-is="Use" className={styles.bar}>
        <Bar {...{ used, held, limit }} label={`${measured} of ${bound} ${symbol}`} />
      </td>
    </tr>
  );
}

function Others({ others }: { readonly others: readonly Reason[] }) {
  if (others.length === 0) return null;
  const integrity = others.filter(({ kind }) => kind === 'integrity').length;
  return (
    <details className="fold">
      <summary>
        <Icon name="act-right" />
        {others.length} more answers, all within
      </summary>
      <ul className="plain">
        {others.map(({ rule, words }) => (
          <li key={rule}>
            <code className="quiet">
              <Said>{rule}</Said>
            </code>{' '}
            <Said>{words ?? ''}</Said>
          </li>
        ))}
      </ul>
      {integrity === 0 ? null : (
        <p className="small quiet">
          {integrity} of them are checks of integrity, which no policy can leave out.
        </p>
      )}
    </details>
  );
}
