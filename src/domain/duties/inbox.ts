import type { WaitsFor } from '../transfers/waits-for.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/** What somebody may be asked to do. A closed list. */
export const INBOX_KINDS = [
  'confirm',
  'rekey',
  'except',
  'sign',
  'answer',
  'answer-cancel',
  'sign-cancel',
] as const;
export type InboxKind = (typeof INBOX_KINDS)[number];

/** Whoever looks into their inbox, and what of the transfer is hidden from them. */
export interface Asked {
  readonly personId: PersonId;
  /** They must re-key it before they may see it. */
  readonly isHidden: boolean;
  readonly now: UnixSeconds;
}

/**
 * What a transfer waits for this person to do, now; undefined if nothing. Whoever the gates would refuse is not among
 * the people of the wait. A wait that a freeze has stopped names nobody, nor does one that a look has stopped, unless only
 * owners' signatures are missing.
 */
export function askedOf(
  { code, people, expiresAt }: Pick<WaitsFor, 'code' | 'people' | 'expiresAt'>,
  { personId, isHidden, now }: Asked,
): InboxKind | undefined {
  if (!people.some(({ id }) => id === personId)) return undefined;
  if (expiresAt !== null && expiresAt <= now) return undefined;
  const kind = ACTS.get(code);
  if (!isHidden) return kind;
  // It can be re-keyed only once it is cleared, and nobody excepts what is hidden from them.
  return kind === 'confirm' ? 'rekey' : undefined;
}

/** What people do about a wait. Nobody can do anything about those that are missing here. */
const ACTS: ReadonlyMap<string, InboxKind> = new Map<WaitsFor['code'], InboxKind>([
  ['EXCEPTION', 'except'],
  ['CONFIRMATIONS', 'confirm'],
  ['OWNERS', 'sign'],
  // Both only where nothing else stops it: otherwise they name nobody.
  ['OWNER_SIGNATURE_REVOKED', 'sign'],
  ['QUORUM', 'sign'],
  ['CANCEL_CONFIRMATION', 'answer-cancel'],
  ['CANCEL_OWNERS', 'sign-cancel'],
]);
