import { Link } from '@tanstack/react-router';
import type { TransferRow } from '../../../src/transfer-api/views/transfer-row.contract.js';
import { Amount } from '../../parts/amount.js';
import { useNow } from '../../parts/clock.js';
import { ShortAddress } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { StateMark } from '../../parts/state.js';
import { Said } from '../../parts/text.js';
import { When, span } from '../../parts/when.js';
import styles from './transfer-table.module.css';

const SECOND = 1_000;

/** Transfers as rows; where there is no room for columns, as cards with the same text. */
export function TransferRows({ rows }: { readonly rows: readonly TransferRow[] }) {
  const now = useNow() * SECOND;
  return (
    <div className="wide">
      <table role="table" className={`cards ${styles.transfers ?? ''}`}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              State
            </th>
            <th role="columnheader" scope="col" className="num">
              For
            </th>
            <th role="columnheader" scope="col" className="num">
              Transfer
            </th>
            <th role="columnheader" scope="col">
              <span className="vh">To, reference</span>
            </th>
            <th role="columnheader" scope="col">
              Safe
            </th>
            <th role="columnheader" scope="col">
              By
            </th>
            <th role="columnheader" scope="col" className="num">
              Confirmed
            </th>
            <th role="columnheader" scope="col" className="num">
              Asked
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.id} row={row} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, now }: { readonly row: TransferRow; readonly now: number }) {
  return (
    <tr role="row" className="link">
      <td role="cell">
        <StateMark state={row.state} />
      </td>
      <td role="cell" className={`num quiet ${styles.for ?? ''}`}>
        {span(now - Date.parse(row.since))}
      </td>
      <td role="cell" className={`num ${styles.amount ?? ''}`}>
        <Link className="whole" to="/transfers/$id" params={{ id: row.id }}>
          <b>{row.amount === null ? <Masked /> : <Amount value={row.amount} unit={row.asset.symbol} />}</b>
        </Link>
      </td>
      <td role="cell" className={styles.to}>
        <To row={row} />
      </td>
      <td role="cell" data-pre="from">
        <Said>{row.safe.label}</Said>
      </td>
      <td role="cell" data-pre="by">
        <Said>{row.requesterName ?? row.requester}</Said>
      </td>
      <td role="cell" className="num" data-pre="confirmed">
        {row.quorum ? confirmedOf(row.quorum) : ''}
      </td>
      <td role="cell" className="num" data-pre="asked">
        <When at={row.createdAt} />
      </td>
    </tr>
  );
}

function To({ row: { destination, reference } }: { readonly row: TransferRow }) {
  if (!destination) return <span className="quiet">hidden until you enter it from the ticket</span>;
  return (
    <div className={styles.toIn}>
      <span>
        to <Said>{destination.label}</Said> <ShortAddress value={destination.address} />
      </span>
      <span className={styles.reference}>
        <Said>{reference ?? ''}</Said>
      </span>
    </div>
  );
}

function Masked() {
  return (
    <span className="quiet">
      <Icon name="act-hidden" /> hidden
    </span>
  );
}

/** "2 of 3", over all groups. */
function confirmedOf(quorum: NonNullable<TransferRow['quorum']>): string {
  const have = quorum.reduce((sum, group) => sum + Math.min(group.have, group.needed), 0);
  const needed = quorum.reduce((sum, group) => sum + group.needed, 0);
  return `${String(have)} of ${String(needed)}`;
}

const BONES = ['b-80', 'b-65', 'b-80', 'b-50', 'b-65', 'b-35'];

/** The table without its content. */
export function TransferSkeleton() {
  return (
    <div aria-busy="true" aria-label="Loading transfers">
      {BONES.map((width, at) => (
        <span key={at} className={`bone bone-28 ${width}`} />
      ))}
    </div>
  );
}
