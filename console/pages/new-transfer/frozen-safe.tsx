import { Link } from '@tanstack/react-router';
import type { SafeView } from '../../../src/safe-api/safes.contract.js';
import { Say } from '../../parts/say.js';
import { Said } from '../../parts/text.js';
import { When } from '../../parts/when.js';

export type Frozen = NonNullable<SafeView['frozen']>;

/** Why nothing can be asked for from a Safe: whatever is signed would be refused. */
export function FrozenSafe({ frozen, label }: { readonly frozen: Frozen; readonly label: string }) {
  const { id, scope, reason, at } = frozen;
  return (
    <Say
      tone="frozen"
      title={scope === 'all' ? 'All Safes are frozen' : `${label} is frozen`}
      acts={
        <Link className="btn btn-small" to="/freezes" hash={id}>
          How it ends
        </Link>
      }
    >
      <p>
        “<Said>{reason}</Said>”, since <When at={at} isWhole />. Nothing can be asked for from it until a
        quorum has lifted that; what is written here stays.
      </p>
    </Say>
  );
}
