import { FINDING_CODES } from './finding-codes.js';
import type { FreezeId, SafeId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/** Why a freeze was made: its finding's code, or SAFE_FROZEN if a person or a service decided it. */
export const FREEZE_CODES = ['SAFE_FROZEN', ...FINDING_CODES] as const;
export type FreezeCode = (typeof FREEZE_CODES)[number];

/** What a freeze stops: one Safe, or all Safes, including future ones. */
export type FreezeScope = SafeId | 'all';

/** One freeze, set by somebody or by a finding. It never changes; a governed change may lift it by its id. */
export interface Freeze {
  readonly id: FreezeId;
  readonly scope: FreezeScope;
  readonly code: FreezeCode;
  readonly reason: string;
  /** `per_…`, `key_…` or `system`. */
  readonly actor: string;
  readonly at: UnixSeconds;
}

/** Why a Safe is frozen: the first freeze that is still in force, and how many are. */
export interface Frozen extends Pick<Freeze, 'id' | 'scope' | 'code' | 'reason' | 'at'> {
  readonly standing: number;
  /** The distinct codes of all freezes in force, so that a known finding does not freeze again. */
  readonly codes: readonly FreezeCode[];
}

/** A freeze is in force until its id is lifted. A later freeze for the same reason has its own id. */
export function stands(freeze: Pick<Freeze, 'id'>, lifted: ReadonlySet<string>): boolean {
  return !lifted.has(freeze.id);
}

/** A Safe is frozen while a freeze of it or of all Safes is in force. Null if none is. */
export function frozenBy(
  freezes: readonly Freeze[],
  lifted: ReadonlySet<string>,
  safeId: SafeId,
): Frozen | null {
  const standing = freezes
    .filter(({ scope }) => scope === 'all' || scope === safeId)
    .filter((each) => stands(each, lifted))
    .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  const [first] = standing;
  if (!first) return null;
  const { id, scope, code, reason, at } = first;
  const codes = [...new Set(standing.map((each) => each.code))];
  return { id, scope, code, reason, at, standing: standing.length, codes };
}
