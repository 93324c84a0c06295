import type { Asset } from '../assets/asset.js';
import { type KeyId, type Person, usableKeys } from '../identity/person.js';
import { type Signature, signingKey } from '../signatures/signature.js';
import type { Bytes32 } from '../values/hex.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { exceptionWords } from './exception-words.js';
import { type PolicyException, exceptionDigest } from './policy-exception.js';

/** One compliance officer's signed exception, as stored. */
export interface GrantedException {
  readonly id: string;
  readonly exception: PolicyException;
  readonly personId: PersonId;
  readonly keyId: KeyId;
  readonly signature: Signature;
  readonly createdAt: UnixSeconds;
}

export interface ExceptionCheck {
  readonly intentHash: Bytes32;
  readonly requesterId: PersonId;
  /** The transfer's own line, and the asset that its amounts are in. */
  readonly words: string;
  readonly asset: Pick<Asset, 'symbol' | 'decimals'>;
  readonly signer: Person | undefined;
  readonly now: UnixSeconds;
}

/** True only if a compliance officer other than the requester signed this exception for this intent, and it has not expired. */
export async function isGenuineException(granted: GrantedException, check: ExceptionCheck): Promise<boolean> {
  const { exception } = granted;
  const { signer, now } = check;
  if (exception.intentHash !== check.intentHash || now >= exception.expiresAt) return false;
  // The signed words must state the stored measured value, bound and ceiling.
  if (exception.words !== exceptionWords(exception, check.asset, check.words)) return false;
  if (signer?.id !== granted.personId || signer.id === check.requesterId) return false;
  if (!signer.roles.includes('compliance')) return false;
  const keys = usableKeys(signer, 'confirmation', now);
  return (await signingKey(exceptionDigest(exception), granted.signature, keys))?.id === granted.keyId;
}
