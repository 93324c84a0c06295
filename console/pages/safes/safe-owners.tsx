import type { PersonView } from '../../../src/identity/identity.contract.js';
import type { SafeDetail } from '../../../src/safe-api/safe-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Hex } from '../../parts/hex.js';
import { Said } from '../../parts/text.js';
import styles from './safes.module.css';

/** The pinned owners, and who of them signs through Sluice. */
export function SafeOwners({ profile }: Pick<SafeDetail, 'profile'>) {
  const { data: people } = useRead(reads.people({}));
  const { owners, threshold } = profile;
  return (
    <section aria-labelledby="owners">
      <div className="head">
        <h2 id="owners">Owners</h2>
        <p>
          {threshold} of {owners.length} have to sign.
        </p>
      </div>
      <ul className="plain">
        {owners.map((owner) => (
          <li key={owner} className={styles.owner}>
            <Who person={people === undefined ? undefined : personOf(owner, people.data)} />
            <Hex value={owner} name="Owner" />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whose usable key an owner's address is; null if it is nobody's. */
function personOf(owner: string, people: readonly PersonView[]): PersonView | null {
  const isOwn = ({ keys, removedAt }: PersonView): boolean =>
    removedAt === null &&
    keys.some(({ id, purpose, revokedAt }) => id === owner && purpose === 'owner' && revokedAt === null);
  return people.find(isOwn) ?? null;
}

function Who({ person }: { readonly person: PersonView | null | undefined }) {
  if (person === undefined) return <span />;
  if (person === null) return <span className="wait">nobody in Sluice: signs elsewhere only</span>;
  return (
    <b>
      <Said>{person.name}</Said>
    </b>
  );
}
