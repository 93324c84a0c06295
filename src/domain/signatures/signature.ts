import type { Hex } from 'viem';
import { z } from 'zod';
import { DomainError } from '../errors.js';
import { type EnrolledKey, type KeyId, evmKeyId, passkeyId } from '../identity/person.js';
import { canonicalJson } from '../values/canonical-json.js';
import type { Bytes32 } from '../values/hex.js';
import { storedAddress, storedHex } from '../values/stored.js';
import { type Assertion, AssertionSchema, credentialId } from './assertion.js';
import { challengeOf } from './base64url.js';
import { recoverSigner } from './recover-signer.js';
import { verifyAssertion } from './webauthn.js';

/** A person's signature: 65 bytes by an EVM key over the EIP-712 digest, or a passkey's assertion. */
export type Signature = Hex | Assertion;

/**
 * The kind of key that made a genuine signature. Its form says so, never its key's id: a credential may be named like an
 * address.
 */
export function signedWith(signature: Signature): EnrolledKey['kind'] {
  return typeof signature === 'string' ? 'evm' : 'passkey';
}

/** A signature as it lies in stored JSON, parsed. */
export const SignatureSchema = z.union([storedHex, AssertionSchema]);

/** A stored key id, parsed. */
export const storedKeyId = z.union([storedAddress.transform(evmKeyId), credentialId.transform(passkeyId)]);

/** A signature as column text: 0x-hex, or the assertion's canonical JSON (RFC 8785). */
export function storeSignature(signature: Signature): string {
  return typeof signature === 'string' ? signature : canonicalJson(signature);
}

/** Parses what `storeSignature` wrote. Sluice never wrote a text in any other form. */
export function readSignature(stored: string): Signature {
  const signature = SignatureSchema.parse(stored.startsWith('{') ? JSON.parse(stored) : stored);
  if (storeSignature(signature) !== stored) throw new Error('a stored signature is not in its one form');
  return signature;
}

/** A genuine signature: the key that made it and, for a passkey, its authenticator's counter. */
export interface Verified {
  readonly key: EnrolledKey;
  readonly counter: number | null;
}

/**
 * The key among these that signed this digest; undefined if none did or the bytes are malformed. This is the one check
 * for both kinds of key.
 */
export async function signingKey(
  digest: Bytes32,
  signature: Signature,
  keys: readonly EnrolledKey[],
): Promise<EnrolledKey | undefined> {
  return (await verifySignature(digest, signature, keys))?.key;
}

/** As `signingKey`, with the counter, which is checked only when a signature arrives: see `SignatureIntake`. */
export async function verifySignature(
  digest: Bytes32,
  signature: Signature,
  keys: readonly EnrolledKey[],
): Promise<Verified | undefined> {
  const claimed = await claimedKey(digest, signature);
  // Several may match: a revoked enrolment must not hide a live one of the same key.
  for (const key of keys.filter(({ id }) => id === claimed)) {
    if (typeof signature === 'string') {
      if (key.kind === 'evm') return { key, counter: null };
    } else if (key.kind === 'passkey') {
      const counter = await verifyAssertion(signature, { challenge: challengeOf(digest), key });
      if (counter !== undefined) return { key, counter };
    }
  }
  return undefined;
}

/**
 * The key that a signature claims to be by: recovered, or named by the assertion. Undefined if it is malformed. The
 * claim proves nothing, because recovery always yields some address, and anyone can name a credential.
 */
export async function claimedKey(digest: Bytes32, signature: Signature): Promise<KeyId | undefined> {
  if (typeof signature !== 'string') return passkeyId(signature.credentialId);
  try {
    return evmKeyId(await recoverSigner(digest, signature));
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
