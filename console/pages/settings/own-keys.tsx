import type { PersonPrincipal } from '../../../src/identity/identity.contract.js';
import { Hex } from '../../parts/hex.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';
import { usePerson } from '../../session/session.js';
import styles from './settings.module.css';

type Key = PersonPrincipal['keys'][number];

/** One's own keys: what each is for, whether it counts now, and when it last signed. */
export function OwnKeys() {
  const { keys } = usePerson();
  return (
    <section aria-labelledby="keys">
      <div className="head">
        <h2 id="keys">Your keys</h2>
        <p>A key that you did not enrol, or that signed when you did not: freeze, and tell compliance.</p>
      </div>
      {keys.length === 0 ? (
        <p className="small quiet">None. An admin can invite you to enrol one.</p>
      ) : (
        <Table columns={['Key', 'For', 'Counts', 'Last signed']}>
          {keys.map((key) => (
            <Row key={`${key.purpose} ${key.id}`} own={key} />
          ))}
        </Table>
      )}
    </section>
  );
}

function Row({ own }: { readonly own: Key }) {
  const { id, kind, purpose, label, usable, activeFrom, lastUsedAt } = own;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className={styles.key}>
        {label === null ? (
          <span className="quiet">
            {kind === 'evm' ? 'wallet, without a name' : 'passkey, without a name'}
          </span>
        ) : (
          <Said>{label}</Said>
        )}
        <br />
        {kind === 'evm' ? (
          <Hex value={id} name="Key" />
        ) : (
          <code className={styles.credential}>
            <Said>{id}</Said>
          </code>
        )}
      </th>
      <td role="cell" data-is="For">
        {purpose === 'owner'
          ? 'a Safe, as its owner'
          : kind === 'evm'
            ? 'your word, by a wallet'
            : 'your word, by a passkey'}
      </td>
      <td role="cell" data-is="Counts">
        {usable ? (
          <Status tone="ok" icon="severity-ok">
            now
          </Status>
        ) : (
          <>
            <Status tone="wait" icon="state-expired">
              not yet
            </Status>{' '}
            <span className="quiet">
              from <When at={activeFrom} />
            </span>
          </>
        )}
      </td>
      <td role="cell" data-is="Last signed">
        {lastUsedAt === null ? <span className="quiet">nothing yet</span> : <When at={lastUsedAt} isWhole />}
      </td>
    </tr>
  );
}
