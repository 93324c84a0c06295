import type { SafeView } from '../../../src/safe-api/safes.contract.js';
import { ShortAddress } from '../../parts/hex.js';
import { Said } from '../../parts/text.js';
import styles from './freeze.module.css';

interface FreezeScopesProps {
  /** Undefined as long as they are not known: everything can be stopped all the same. */
  readonly safes: readonly SafeView[] | undefined;
  readonly choose: (scope: string) => void;
}

/** The first step: one Safe, or all of them. Choosing goes on. */
export function FreezeScopes({ safes = [], choose }: FreezeScopesProps) {
  return (
    <>
      <ul className={styles.scopes}>
        {safes.map(({ id, label, address, frozen }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.scope}
              onClick={() => {
                choose(id);
              }}
            >
              <Said>{label}</Said>
              <span className={styles.note}>
                <ShortAddress value={address} />
                {frozen === null ? null : ', frozen already'}
              </span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className={styles.scope}
            onClick={() => {
              choose('all');
            }}
          >
            All Safes
            <span className={styles.note}>also those to come</span>
          </button>
        </li>
      </ul>
      <p className="small quiet gap">Step 1 of 2</p>
    </>
  );
}
