import type { Address } from '../values/address.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

export const ROLES = ['operator', 'approver', 'compliance', 'auditor', 'admin', 'signer'] as const;
export type Role = (typeof ROLES)[number];

/** A human being. Rights and the separation of duties follow the person, never an account or a key (invariant 10). */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly removedAt: UnixSeconds | null;
  readonly keys: readonly EnrolledKey[];
}

/** `confirmation` keys sign intents, clearances and exceptions; `owner` keys are Safe owners' and sign Safe transactions. */
export interface EnrolledKey {
  readonly address: Address;
  readonly purpose: 'confirmation' | 'owner';
  readonly activeFrom: UnixSeconds;
  readonly revokedAt: UnixSeconds | null;
}

export function isActive(person: Person): boolean {
  return person.removedAt === null;
}

/** The key of this person that may sign at `now`, or undefined. */
export function usableKey(
  person: Person,
  address: Address,
  purpose: EnrolledKey['purpose'],
  now: UnixSeconds,
): EnrolledKey | undefined {
  if (!isActive(person)) return undefined;
  return person.keys.find(
    (key) =>
      key.address === address && key.purpose === purpose && key.activeFrom <= now && key.revokedAt === null,
  );
}
