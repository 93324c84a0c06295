import { type KeyId, type Person, usableKeys } from '../identity/person.js';
import { type Signature, signingKey } from '../signatures/signature.js';
import type { Bytes32 } from '../values/hex.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type Clearance, type Verdict, clearanceDigest } from './clearance.js';

/** One person's signed answer to a clearance, as stored. The stored digest is a copy for reading; it proves nothing. */
export interface Confirmation {
  readonly id: string;
  readonly revision: number;
  readonly personId: PersonId;
  readonly keyId: KeyId;
  readonly verdict: Verdict;
  readonly digest: Bytes32;
  readonly signature: Signature;
  readonly createdAt: UnixSeconds;
}

/** What an answer is verified against. None of it comes from the answer's own row. */
export interface ConfirmationCheck {
  readonly clearance: Clearance;
  readonly signer: Person | undefined;
  readonly now: UnixSeconds;
}

/**
 * True only if the bytes are a signature over this exact clearance, by a key that is enrolled to this person and usable
 * now. Any other row counts zero, whoever wrote it (invariant 8).
 */
export async function isGenuine(
  confirmation: Pick<Confirmation, 'revision' | 'personId' | 'keyId' | 'verdict' | 'signature'>,
  { clearance, signer, now }: ConfirmationCheck,
): Promise<boolean> {
  if (confirmation.revision !== clearance.revision || now >= clearance.expiresAt) return false;
  if (signer?.id !== confirmation.personId) return false;
  if (!signer.roles.includes('approver')) return false;
  const digest = clearanceDigest(clearance, confirmation.verdict);
  const key = await signingKey(digest, confirmation.signature, usableKeys(signer, 'confirmation', now));
  return key?.id === confirmation.keyId;
}
