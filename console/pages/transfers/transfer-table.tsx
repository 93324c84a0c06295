import { Link } from '@tanstack/react-router';
import type { TransferRow } from '../../../src/transfer-api/views/transfer-row.contract.js';
import { Amount } from '../../parts/amount.js';
import { useNow } from '../../parts/clock.js';
import { ShortAddress } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { StateMark } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When, span } from '../../parts/when.js';
import styles from './transfer-table.module.css';

const SECOND = 1_000;

/** Transfers as rows; where there is no room for columns, as cards with the same text. */
export function TransferRows({ rows }: { readonly rows: readonly TransferRow[] }) {
  const now = useNow() * SECOND;
  return (
    <Table
      columns={[
        'State',
        { number: 'For' },
        { number: 'Transfer' },
        { heard: 'To, reference' },
        'Safe',
        'By',
        { number: 'Confirmed' },
        { number: 'Asked' },
      ]}
      className={styles.transfers}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} now={now} />
      ))}
    </Table>
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
