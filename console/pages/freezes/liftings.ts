import type { ChangeView } from '../../../src/changes/changes.contract.js';

const OPEN: readonly ChangeView['state'][] = ['proposed', 'approved'];

/** The ids that a change lifts; none if it lifts nothing, or has not its form. */
function liftedBy({ kind, content }: Pick<ChangeView, 'kind' | 'content'>): readonly string[] {
  if (kind !== 'unfreeze' || typeof content !== 'object' || content === null || !('freezes' in content))
    return [];
  const { freezes } = content as { readonly freezes: unknown };
  return Array.isArray(freezes) ? freezes.filter((each): each is string => typeof each === 'string') : [];
}

/** The change that is under way to lift each freeze; of several the one that was proposed first. */
export function pendingLiftings(changes: readonly ChangeView[]): ReadonlyMap<string, ChangeView> {
  const pending = new Map<string, ChangeView>();
  // They are listed newest first.
  for (const change of changes.filter(({ state }) => OPEN.includes(state)))
    for (const id of liftedBy(change)) pending.set(id, change);
  return pending;
}
