import type { Enforcement } from '../../../src/domain/safes/enforcement.js';
import { Status } from '../../parts/state.js';

/** How far the chain keeps owners from going round Sluice, by its own word. */
export function EnforcementMark({ enforcement }: { readonly enforcement: Enforcement }) {
  return enforcement === 'enforced' ? (
    <Status tone="ok" icon="severity-ok">
      enforced
    </Status>
  ) : (
    <Status tone="wait" icon="severity-warn">
      {enforcement}
    </Status>
  );
}
