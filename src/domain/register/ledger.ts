import type { ChangeAnswer, Change, ChangeKind, Installation } from '../changes/change.js';
import type { KeyId } from '../identity/person.js';
import type { Json } from '../values/canonical-json.js';
import type { Bytes32 } from '../values/hex.js';
import type { ChangeId, PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/** One version of a governed object, immutable. A removal is a version too: its content is null. */
export interface Version {
  readonly content: Json;
  /** Identifies this version. A change of the object must be based on it. */
  readonly hash: Bytes32;
  readonly changeId: ChangeId;
  readonly since: UnixSeconds;
}

/** A verified answer to a change, with the key that signed it. */
export interface VerifiedAnswer extends ChangeAnswer {
  readonly keyId: KeyId;
}

export type ChangeStatus =
  | { readonly state: 'proposed' }
  /** Its quorum is met, but it loosens and so waits for its delay. */
  | { readonly state: 'approved'; readonly since: UnixSeconds; readonly activeFrom: UnixSeconds }
  | { readonly state: 'active'; readonly since: UnixSeconds }
  | { readonly state: 'rejected'; readonly at: UnixSeconds; readonly by: PersonId; readonly reason: string }
  | { readonly state: 'withdrawn'; readonly at: UnixSeconds; readonly reason: string }
  | { readonly state: 'expired'; readonly at: UnixSeconds }
  /** Another change of the same object came first, or the register can no longer accept the object. */
  | { readonly state: 'superseded'; readonly at: UnixSeconds; readonly reason: string };

export interface ChangeRecord {
  readonly change: Change;
  readonly answers: readonly VerifiedAnswer[];
  readonly status: ChangeStatus;
}

/**
 * Everything that the people ever decided, verified. It is what `replay` builds from the signed acts, as of one moment.
 */
export interface Ledger {
  readonly installation: Installation & { readonly id: Bytes32 };
  /** All versions of each object, oldest first, by `objectKey`. */
  readonly objects: ReadonlyMap<string, readonly Version[]>;
  readonly changes: ReadonlyMap<ChangeId, ChangeRecord>;
  /** Changes that can still take effect. */
  readonly open: ReadonlySet<ChangeId>;
  /** Keys ever enrolled, by person. */
  readonly keysOf: ReadonlyMap<PersonId, readonly KeyId[]>;
  /** The latest time that it has seen. */
  readonly clock: UnixSeconds;
  /** The number of acts that it was built from. */
  readonly size: number;
  /** Hash of all its acts in order. Every signed act names the head that it was signed over. */
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

/** The latest version of an object, even if it is a removal. */
export function latest(
  ledger: Pick<Ledger, 'objects'>,
  kind: ChangeKind,
  subject: string,
): Version | undefined {
  return ledger.objects.get(objectKey(kind, subject))?.at(-1);
}

/** The ids of all objects of a kind that ever existed. */
export function subjects({ objects }: Pick<Ledger, 'objects'>, kind: ChangeKind): readonly string[] {
  const prefix = objectKey(kind, '');
  return [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** Identifies a register by its acts, so that a record can say which one it was decided by. */
export type RegisterName = { readonly acts: number; readonly head: Bytes32 };

export function nameOf({ size, head }: Pick<Ledger, 'size' | 'head'>): RegisterName {
  return { acts: size, head };
}
