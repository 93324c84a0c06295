import { Link } from '@tanstack/react-router';
import type { LimitView } from '../../../src/dry-runs/limits/limits.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Amount } from '../../parts/amount.js';
import { LimitBar } from '../../parts/limit-bar.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { type LimitGroup, isFull, limitGroups, paidOf, releasesOf } from './limit-groups.js';
import styles from './limits.module.css';

/** The limits below what they are counted for; on narrow screens as cards with the same text. */
export function LimitTable({ limits }: { readonly limits: readonly LimitView[] }) {
  return (
    <Table
      columns={[
        'Limit',
        { heard: 'Picture', className: styles.picture },
        { number: 'Free' },
        { number: 'Held' },
        { number: 'Used' },
        'Next release',
      ]}
      className={styles.limits}
      isGrouped
    >
      {limitGroups(limits).map((group) => (
        <tbody key={`${group.kind} ${group.id ?? ''}`} role="rowgroup">
          <tr role="row" className="group">
            <th role="rowheader" scope="rowgroup" colSpan={6}>
              <GroupHead group={group} />
            </th>
          </tr>
          {group.limits.map((limit) => (
            <Row key={`${limit.rule} ${limit.scope.id ?? ''} ${limit.asset?.id ?? ''}`} limit={limit} />
          ))}
        </tbody>
      ))}
    </Table>
  );
}

function GroupHead({ group: { kind, id, title, note } }: { readonly group: LimitGroup }) {
  if (kind === 'safe' && id !== null) return <SafeHead id={id} label={title} />;
  return (
    <>
      {title} <span className="quiet">{note}</span>
    </>
  );
}

function SafeHead({ id, label }: { readonly id: string; readonly label: string }) {
  const { data: safes } = useRead(reads.safes);
  const safe = safes?.data.find((each) => each.id === id);
  if (!safe) return <Said>{label}</Said>;
  return (
    <>
      <Link className={styles.head} to="/safes/$id" params={{ id }}>
        <Said>{label}</Said>
      </Link>{' '}
      {safe.frozen === null ? (
        <There id={id} />
      ) : (
        <>
          <Status tone="frozen" icon="state-frozen">
            frozen
          </Status>{' '}
          <span className="quiet">nothing moves from it, whatever is free</span>
        </>
      )}
    </>
  );
}

/** What is in the Safe now: more than that cannot leave it anyway. */
function There({ id }: { readonly id: string }) {
  const { data } = useRead(reads.safe(id));
  const there = (data?.balances ?? []).filter(({ amount }) => amount !== null);
  if (there.length === 0) return null;
  return (
    <span className="quiet">
      {there.map(({ asset, amount }, at) => (
        <span key={asset.id}>
          {at === 0 ? '' : at === there.length - 1 ? ' and ' : ', '}
          <Amount value={amount ?? ''} unit={asset.symbol} />
        </span>
      ))}{' '}
      there
    </span>
  );
}

function Row({ limit }: { readonly limit: LimitView }) {
  const { rule, scope, free, reserved, max, symbol, window, ceiling } = limit;
  const isOfOne = scope.kind !== 'safe' && scope.kind !== 'all';
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {isOfOne ? (
          <>
            <b>
              <Said>{scope.label}</Said>
            </b>
            :{' '}
          </>
        ) : null}
        <span className={styles.what}>
          at most <Amount value={max} unit={symbol} /> within <Said>{window.words}</Said>
        </span>
        <br />
        <span className={styles.rule}>
          <code>
            <Said>{rule}</Said>
          </code>
          {ceiling === null ? null : (
            <>
              , by exception up to <Amount value={ceiling} />
            </>
          )}
        </span>
      </th>
      <td role="cell" className={styles.picture}>
        <LimitBar limit={limit} />
      </td>
      <td role="cell" className="num" data-is="Free">
        {isFull(limit) ? (
          <Status tone="stop" icon="state-refused">
            full
          </Status>
        ) : (
          <b>
            <Amount value={free} />
          </b>
        )}
      </td>
      <td role="cell" className="num" data-is="Held">
        <Amount value={reserved} />
      </td>
      <td role="cell" className="num" data-is="Used">
        <Amount value={paidOf(limit)} />
      </td>
      <td role="cell" data-is="More">
        <Releases limit={limit} />
      </td>
    </tr>
  );
}

function Releases({ limit }: { readonly limit: LimitView }) {
  const releases = releasesOf(limit);
  if (releases.length === 0)
    return (
      <span className="quiet">
        {limit.reserved === '0' ? 'nothing to release' : 'when what is held ends'}
      </span>
    );
  return (
    <ul>
      {releases.map(({ at, amount }, index) => (
        <li key={at} className={index === 0 ? undefined : 'quiet'}>
          <Amount value={amount} /> at <When at={at} />
        </li>
      ))}
    </ul>
  );
}
