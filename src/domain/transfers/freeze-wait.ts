import type { Frozen } from '../safes/freeze.js';
import type { ChangeId } from '../values/identifier.js';
import { type UnixSeconds, printUtc } from '../values/time.js';
import { awaitedWords, namesOf } from './awaited-words.js';
import type { Awaited } from './awaited.js';

/** The act that lifts a freeze. Without a pending change, first somebody proposes one. */
export type FreezeEnd =
  | { readonly kind: 'unproposed'; readonly change: null; readonly awaited: Awaited }
  | { readonly kind: 'proposed'; readonly change: ChangeId; readonly awaited: Awaited }
  | { readonly kind: 'approved'; readonly change: ChangeId; readonly activeFrom: UnixSeconds };

/** A freeze that stands on a transfer's Safe: the first of them, by whom it was made, and how it ends. */
export interface StandingFreeze extends Pick<Frozen, 'id' | 'scope' | 'code' | 'reason' | 'at' | 'standing'> {
  /** `per_…`, `key_…` or `system`. */
  readonly actor: string;
  /** Null for the system, and for a service. */
  readonly actorName: string | null;
  /** The finding that made it; null if somebody decided it. */
  readonly finding: string | null;
  readonly end: FreezeEnd;
}

/** Which Safes are frozen, by whom and why. */
export function frozenWords({ scope, actor, actorName, reason }: StandingFreeze, safe: string): string {
  const what = scope === 'all' ? 'every Safe is frozen' : `${safe} is frozen`;
  return `${what} by ${actor === 'system' ? 'Sluice' : (actorName ?? actor)}: ${reason.replace(/\.$/, '')}`;
}

/** By which act it is lifted, and by whom. Other freezes that stand are lifted by themselves. */
export function freezeEndWords({ end, standing }: StandingFreeze): string {
  const others = standing > 1 ? `; ${String(standing - 1)} more freezes stand` : '';
  return `${endWords(end)}${others}`;
}

/** In a house of many people nearly all of them may propose it. */
const NAMED_MAX = 4;

function endWords(end: FreezeEnd): string {
  switch (end.kind) {
    case 'unproposed': {
      const { people, groups } = end.awaited;
      const by = awaitedWords({ groups, people: [] });
      const who = people.length > NAMED_MAX ? `${String(people.length)} people` : namesOf(people);
      return `no change that lifts it is proposed: ${who} may propose one, and it needs ${by}`;
    }
    case 'proposed':
      return `change ${end.change} lifts it, and needs ${awaitedWords(end.awaited)}`;
    case 'approved':
      return `change ${end.change} lifts it, from ${printUtc(end.activeFrom)} on`;
  }
}
