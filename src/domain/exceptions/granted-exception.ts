import type { Hex } from 'viem';
import { type Person, usableKey } from '../identity/person.js';
import { recoverSigner } from '../signatures/recover-signer.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type PolicyException, exceptionDigest } from './policy-exception.js';

/** One compliance officer's signed exception, as stored. */
export interface GrantedException {
  readonly id: string;
  readonly exception: PolicyException;
  readonly personId: PersonId;
  readonly keyAddress: Address;
  readonly signature: Hex;
  readonly createdAt: UnixSeconds;
}

export interface ExceptionCheck {
  readonly intentHash: Bytes32;
  readonly requesterId: PersonId;
  readonly signer: Person | undefined;
  readonly now: UnixSeconds;
}

/** True only if a compliance officer other than the requester signed this exception for this intent, and it has not expired. */
export async function isGenuineException(granted: GrantedException, check: ExceptionCheck): Promise<boolean> {
  const { exception } = granted;
  const { signer, now } = check;
  if (exception.intentHash !== check.intentHash || now >= exception.expiresAt) return false;
  if (signer?.id !== granted.personId || signer.id === check.requesterId) return false;
  if (!signer.roles.includes('compliance')) return false;
  if (!usableKey(signer, granted.keyAddress, 'confirmation', now)) return false;
  try {
    return (await recoverSigner(exceptionDigest(exception), granted.signature)) === granted.keyAddress;
  } catch {
    return false; // malformed bytes are no signature, which is what the caller asked
  }
}
