import { Link } from '@tanstack/react-router';
import type { SafeView } from '../../../src/safe-api/safes.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Amount } from '../../parts/amount.js';
import { Bones } from '../../parts/bones.js';
import { Answered } from '../../parts/answered.js';
import { ShortAddress } from '../../parts/hex.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { useTitle } from '../../parts/title.js';
import { EnforcementMark } from './enforcement-mark.js';
import { SafeStanding } from './safe-standing.js';
import styles from './safes.module.css';

const EVERY_MS = 30_000;

/** Every Safe in a line: how it stands, what is in it, and what owners have signed of it. */
export function SafesPage() {
  useTitle('Safes');
  const safes = useRead(reads.safes);
  return (
    <div className="page page-wide">
      <div className="title">
        <h1>Safes</h1>
        <p>What is pinned of each, what the chain shows of it now, and what may still leave it.</p>
      </div>
      <Answered of={safes} skeleton={<Bones lines={['b-80', 'b-80']} />}>
        {({ data }) =>
          data.length === 0 ? (
            <div className="empty">
              <h2>No Safe is onboarded</h2>
              <p>
                A Safe is pinned by a governed change. Nothing can be requested before:{' '}
                <code>sluice change propose safe --help</code>
              </p>
            </div>
          ) : (
            <SafeTable safes={data} />
          )
        }
      </Answered>
    </div>
  );
}

function SafeTable({ safes }: { readonly safes: readonly SafeView[] }) {
  return (
    <Table
      columns={[
        'Safe',
        'Stands',
        'Enforcement',
        { number: 'Owners' },
        { number: 'Nonce' },
        { number: 'In it' },
        { number: 'May leave it' },
      ]}
    >
      {safes.map((safe) => (
        <Row key={safe.id} safe={safe} />
      ))}
    </Table>
  );
}

function Row({ safe }: { readonly safe: SafeView }) {
  const { id, label, address, profile, frozen, exposure } = safe;
  const { data: detail } = useRead(reads.safe(id), { every: EVERY_MS });
  return (
    <tr role="row" className="link">
      <th role="rowheader" scope="row">
        <Link className="whole" to="/safes/$id" params={{ id }}>
          <Said>{label}</Said>
        </Link>{' '}
        <ShortAddress value={address} />
      </th>
      <td role="cell">
        <SafeStanding frozen={frozen !== null} detail={detail} />
      </td>
      <td role="cell">
        <EnforcementMark enforcement={detail?.enforcement ?? safe.enforcement} />
      </td>
      <td role="cell" className="num" data-is="Owners">
        {profile.threshold} of {profile.owners.length}
      </td>
      <td role="cell" className="num" data-is="Nonce">
        {detail?.nonce ?? ''}
      </td>
      <td role="cell" className="num" data-is="In it">
        {(detail?.balances ?? []).map(({ asset, amount }) => (
          <span key={asset.id} className={styles.line}>
            {amount === null ? (
              <span className="quiet">
                <Said>{asset.symbol}</Said> not read
              </span>
            ) : (
              <Amount value={amount} unit={asset.symbol} />
            )}
          </span>
        ))}
      </td>
      <td role="cell" className="num" data-is="May leave">
        {exposure.worstCases.length === 0 ? <span className="quiet">nothing</span> : null}
        {exposure.worstCases.map(({ asset, amount }) => (
          <span key={asset.id} className={styles.line}>
            <Amount value={amount} unit={asset.symbol} />
          </span>
        ))}
        {exposure.executableByAnyone ? <span className={`stop ${styles.line ?? ''}`}>by anybody</span> : null}
      </td>
    </tr>
  );
}
