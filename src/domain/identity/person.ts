import type { Address } from '../values/address.js';
import type { Brand } from '../values/brand.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

export const ROLES = ['operator', 'approver', 'compliance', 'auditor', 'admin', 'signer'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that act on transfers. Each of them may freeze everything; unfreezing takes a quorum. */
export const OPERATIONAL_ROLES = ['operator', 'approver', 'compliance', 'admin', 'signer'] as const;

/** A human being. Rights and the separation of duties follow the person, never an account or a key (invariant 10). */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly removedAt: UnixSeconds | null;
  readonly keys: readonly EnrolledKey[];
  /** OpenID accounts that open a session. They sign nothing, so they approve nothing. */
  readonly accounts: readonly OidcAccount[];
}

export interface OidcAccount {
  readonly issuer: string;
  readonly subject: string;
}

/** Names an enrolled key: an EVM key's EIP-55 address, a passkey's credential id in base64url. */
export type KeyId = Brand<string, 'KeyId'>;

/** `confirmation` keys sign intents, clearances, exceptions and changes; `owner` keys are Safe owners' and sign Safe transactions. */
export type KeyPurpose = 'confirmation' | 'owner';

interface Enrolment {
  readonly id: KeyId;
  /** The end of its cooling-off. */
  readonly activeFrom: UnixSeconds;
  readonly revokedAt: UnixSeconds | null;
  /** What its person calls it; absent if they gave it no name. */
  readonly label?: string;
}

export interface EvmKey extends Enrolment {
  readonly kind: 'evm';
  readonly purpose: KeyPurpose;
  readonly address: Address;
}

/** A WebAuthn credential. It is pinned to the relying party and the origin that it was made at. */
export interface Passkey extends Enrolment {
  readonly kind: 'passkey';
  readonly purpose: 'confirmation';
  /** COSE_Key (RFC 9052), base64url. */
  readonly publicKey: string;
  readonly rpId: string;
  readonly origin: string;
}

export type EnrolledKey = EvmKey | Passkey;

/** The chain account that a key signs for; null for a key that has none. */
export function accountOf(key: EnrolledKey): Address | null {
  switch (key.kind) {
    case 'evm':
      return key.address;
    case 'passkey':
      return null;
  }
}

export function isActive(person: Person): boolean {
  return person.removedAt === null;
}

export function evmKeyId(address: Address): KeyId {
  return address as string as KeyId;
}

/** Takes a credential id in the form that `credentialId` in `signatures/assertion.ts` checks. */
export function passkeyId(credentialId: string): KeyId {
  return credentialId as KeyId;
}

/** Every key of this person that may sign at `now`. */
export function usableKeys(person: Person, purpose: KeyPurpose, now: UnixSeconds): readonly EnrolledKey[] {
  if (!isActive(person)) return [];
  return person.keys.filter(
    (key) => key.purpose === purpose && key.activeFrom <= now && key.revokedAt === null,
  );
}

/** The kind of key that a person can sign with at `now` that fills the most places; undefined if there is none. */
export function bestKeyKind(person: Person, now: UnixSeconds): EnrolledKey['kind'] | undefined {
  const keys = usableKeys(person, 'confirmation', now);
  return keys.some(({ kind }) => kind === 'evm') ? 'evm' : keys[0]?.kind;
}

/** The key of this person that may sign at `now`, or undefined. */
export function usableKey(
  person: Person,
  id: KeyId,
  purpose: KeyPurpose,
  now: UnixSeconds,
): EnrolledKey | undefined {
  return usableKeys(person, purpose, now).find((key) => key.id === id);
}
