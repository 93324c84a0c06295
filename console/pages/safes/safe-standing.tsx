import type { SafeDetail } from '../../../src/safe-api/safe-detail.contract.js';
import { Status } from '../../parts/state.js';

interface SafeStandingProps {
  readonly frozen: boolean;
  /** Undefined as long as the chain is being read. */
  readonly detail: Pick<SafeDetail, 'profileCheck' | 'unavailable'> | undefined;
  readonly isChip?: boolean;
}

/** Frozen first; then whether the Safe is as it was pinned. */
export function SafeStanding({ frozen, detail, isChip = false }: SafeStandingProps) {
  if (frozen)
    return (
      <Status tone="frozen" icon="state-frozen" isChip={isChip}>
        frozen
      </Status>
    );
  if (detail?.profileCheck == null)
    return (
      <Status tone={detail?.unavailable == null ? 'neutral' : 'wait'} icon="state-todo" isChip={isChip}>
        {detail === undefined ? 'being read' : 'cannot be read'}
      </Status>
    );
  return detail.profileCheck.ok ? (
    <Status tone="ok" icon="severity-ok" isChip={isChip}>
      as pinned
    </Status>
  ) : (
    <Status tone="stop" icon="severity-critical" isChip={isChip}>
      changed
    </Status>
  );
}
