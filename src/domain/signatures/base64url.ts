import { isoBase64URL } from '@simplewebauthn/server/helpers';
import { hexToBytes } from 'viem';
import type { Bytes32 } from '../values/hex.js';

/** The challenge that a passkey signs for a statement: its digest's 32 bytes, in base64url. */
export function challengeOf(digest: Bytes32): string {
  return isoBase64URL.fromBuffer(Uint8Array.from(hexToBytes(digest)));
}

/** The bytes of a text that has the form of `base64url`. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return isoBase64URL.toBuffer(text);
}
