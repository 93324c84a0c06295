import { isoBase64URL } from '@simplewebauthn/server/helpers';
import { hexToBytes } from 'viem';
import type { Bytes32 } from '../values/hex.js';

/** The challenge that a passkey signs for a statement: the 32 bytes of its digest, in base64url. */
export function challengeOf(digest: Bytes32): string {
  return isoBase64URL.fromBuffer(Uint8Array.from(hexToBytes(digest)));
}

/** Decodes a text that `base64url` has checked. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return isoBase64URL.toBuffer(text);
}
