import { Link } from '@tanstack/react-router';
import type { ExceptionView } from '../../../src/transfer-api/views/exceptions.contract.js';
import { usePages } from '../../api/all.js';
import { reads } from '../../api/reads.js';
import { Amount } from '../../parts/amount.js';
import { Bones } from '../../parts/bones.js';
import { Answered } from '../../parts/answered.js';
import { Status, type Tone } from '../../parts/state.js';
import type { IconName } from '../../parts/icon.js';
import { MoreButton } from '../../parts/more-button.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';

/** Newest first, each with what has become of it. */
export function GivenExceptions() {
  const given = usePages<ExceptionView>(reads.exceptions({}));
  return (
    <section aria-labelledby="given">
      <div className="head">
        <h2 id="given">Given</h2>
        <p>Newest first. Each is good for one transfer.</p>
      </div>
      <Answered of={given} skeleton={<Bones lines={['b-80']} />}>
        {(data) =>
          data.length === 0 ? (
            <p className="small quiet">None was ever given.</p>
          ) : (
            <>
              <GivenTable given={data} />
              <MoreButton pages={given} />
            </>
          )
        }
      </Answered>
    </section>
  );
}

function GivenTable({ given }: { readonly given: readonly ExceptionView[] }) {
  return (
    <Table columns={['Given', 'By', 'Rule', { number: 'Up to' }, 'Why', 'Status']}>
      {given.map((each) => (
        <GivenRow key={each.id} each={each} />
      ))}
    </Table>
  );
}

const LOOK: Readonly<Record<ExceptionView['status'], { readonly tone: Tone; readonly icon: IconName }>> = {
  open: { tone: 'wait', icon: 'state-needs-exception' },
  used: { tone: 'ok', icon: 'severity-ok' },
  expired: { tone: 'neutral', icon: 'state-expired' },
  superseded: { tone: 'neutral', icon: 'state-stale' },
  invalid: { tone: 'stop', icon: 'severity-critical' },
};

function GivenRow({ each }: { readonly each: ExceptionView }) {
  const { transfer, at, person, personName, rule, ceiling, unit, reason, ticket, status } = each;
  return (
    <tr role="row" className="link">
      <th role="rowheader" scope="row">
        <Link className="whole" to="/transfers/$id" params={{ id: transfer }}>
          <When at={at} />
        </Link>
      </th>
      <td role="cell" data-is="By">
        <Said>{personName ?? person}</Said>
      </td>
      <td role="cell" data-is="Rule">
        <code className="nowrap">
          <Said>{rule}</Said>
        </code>
      </td>
      <td role="cell" data-is="Up to" className="num">
        {ceiling === null ? (
          'hidden'
        ) : (
          <Amount value={ceiling} {...(unit === 'usd' ? { unit: 'USD' } : {})} />
        )}
      </td>
      <td role="cell" data-is="Why">
        {reason === null ? null : <Said>{reason}</Said>}{' '}
        <span className="quiet">
          <Said>{ticket}</Said>
        </span>
      </td>
      <td role="cell" data-is="Status">
        <Status {...LOOK[status]}>{status}</Status>
      </td>
    </tr>
  );
}
