import type { ChangeAnswer, Change, ChangeKind, Installation } from '../changes/change.js';
import type { KeyId } from '../identity/person.js';
import type { Json } from '../values/canonical-json.js';
import type { Bytes32 } from '../values/hex.js';
import type { ChangeId, PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/** One version of a governed object, immutable. A removal is a version too: its content is null. */
export interface Version {
  readonly content: Json;
  /** Names this version of this object: what a change of it has to be based on. */
  readonly hash: Bytes32;
  readonly changeId: ChangeId;
  readonly since: UnixSeconds;
}

/** A verified word on a change, with the key that gave it. */
export interface VerifiedAnswer extends ChangeAnswer {
  readonly keyId: KeyId;
}

export type ChangeStatus =
  | { readonly state: 'proposed' }
  /** Its quorum is there; it loosens, and so it waits. */
  | { readonly state: 'approved'; readonly since: UnixSeconds; readonly activeFrom: UnixSeconds }
  | { readonly state: 'active'; readonly since: UnixSeconds }
  | { readonly state: 'rejected'; readonly at: UnixSeconds; readonly by: PersonId; readonly reason: string }
  | { readonly state: 'withdrawn'; readonly at: UnixSeconds; readonly reason: string }
  | { readonly state: 'expired'; readonly at: UnixSeconds }
  /** Another change of the same object came first, or the object can no longer be that. */
  | { readonly state: 'superseded'; readonly at: UnixSeconds; readonly reason: string };

export interface ChangeRecord {
  readonly change: Change;
  readonly answers: readonly VerifiedAnswer[];
  readonly status: ChangeStatus;
}

/** Everything that was ever decided by the people, verified: what `replay` makes of the signed acts, at one moment. */
export interface Ledger {
  readonly installation: Installation & { readonly id: Bytes32 };
  /** All versions of each object, oldest first, by `objectKey`. */
  readonly objects: ReadonlyMap<string, readonly Version[]>;
  readonly changes: ReadonlyMap<ChangeId, ChangeRecord>;
  /** Changes that may still become something. */
  readonly open: ReadonlySet<ChangeId>;
  /** Keys ever enrolled, by person. */
  readonly keysOf: ReadonlyMap<PersonId, readonly KeyId[]>;
  /** The latest moment that it knows of. */
  readonly clock: UnixSeconds;
  /** How many acts it was made of. */
  readonly size: number;
  /** Names all of its acts in their order: what people sign is signed on top of one. */
  readonly head: Bytes32;
  /** Every head that it has had. */
  readonly heads: ReadonlySet<Bytes32>;
}

export function objectKey(kind: ChangeKind, subject: string): string {
  return `${kind} ${subject}`;
}

export function isOpen(status: ChangeStatus): boolean {
  return status.state === 'proposed' || status.state === 'approved';
}

/** The latest version of an object, also if it is a removal. */
export function latest(
  ledger: Pick<Ledger, 'objects'>,
  kind: ChangeKind,
  subject: string,
): Version | undefined {
  return ledger.objects.get(objectKey(kind, subject))?.at(-1);
}

/** Every object of a kind that there ever was, by its id. */
export function subjects({ objects }: Pick<Ledger, 'objects'>, kind: ChangeKind): readonly string[] {
  const prefix = objectKey(kind, '');
  return [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** Names a register by what it was made of, so that a record can say by which one it was decided. */
export type RegisterName = { readonly acts: number; readonly head: Bytes32 };

export function nameOf({ size, head }: Pick<Ledger, 'size' | 'head'>): RegisterName {
  return { acts: size, head };
}
