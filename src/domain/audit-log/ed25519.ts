import { ed25519 } from '@noble/curves/ed25519.js';

const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/**
 * Verifies an Ed25519 signature strictly by RFC 8032: canonical points, s below the group order, no key of small order.
 * The lenient rules (ZIP 215) would accept several encodings of one signature.
 */
export function isEd25519Signature(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== KEY_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}

/** The public key of a 32-byte seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

export function signEd25519(message: Uint8Array, seed: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed);
}
