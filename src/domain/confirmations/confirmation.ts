import type { Hex } from 'viem';
import { type Person, usableKey } from '../identity/person.js';
import { recoverSigner } from '../signatures/recover-signer.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type Clearance, type Verdict, clearanceDigest } from './clearance.js';

/** One person's signed answer to a clearance, as stored. The stored digest is a copy for reading; it proves nothing. */
export interface Confirmation {
  readonly id: string;
  readonly revision: number;
  readonly personId: PersonId;
  readonly keyAddress: Address;
  readonly verdict: Verdict;
  readonly digest: Bytes32;
  readonly signature: Hex;
  readonly createdAt: UnixSeconds;
}

/** What an answer is checked against: never what its own row says. */
export interface ConfirmationCheck {
  readonly clearance: Clearance;
  readonly signer: Person | undefined;
  readonly now: UnixSeconds;
}

/**
 * True only if the bytes are a signature over this very clearance by a key that is enrolled to this person and
 * usable now. A row without that counts zero, whoever wrote it (invariant 8).
 */
export async function isGenuine(
  confirmation: Pick<Confirmation, 'revision' | 'personId' | 'keyAddress' | 'verdict' | 'signature'>,
  { clearance, signer, now }: ConfirmationCheck,
): Promise<boolean> {
  if (confirmation.revision !== clearance.revision || now >= clearance.expiresAt) return false;
  if (signer?.id !== confirmation.personId) return false;
  if (!usableKey(signer, confirmation.keyAddress, 'confirmation', now)) return false;
  if (!signer.roles.includes('approver')) return false;
  try {
    const digest = clearanceDigest(clearance, confirmation.verdict);
    return (await recoverSigner(digest, confirmation.signature)) === confirmation.keyAddress;
  } catch {
    return false; // malformed bytes are no signature, which is what the caller asked
  }
}
