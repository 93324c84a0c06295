import { sha256 } from '@noble/hashes/sha2.js';
import { type Hex, bytesToHex, stringToBytes } from 'viem';

/** SHA-256 of some bytes. A service passes its platform's own, which is several times faster than the domain's. */
export type Hasher = (bytes: Uint8Array) => Uint8Array;

/** The domain's own SHA-256, in plain JavaScript. */
export const plainHasher: Hasher = sha256;

export const HASH_BYTES = 32;

const LEAF = 0;
const NODE = 1;

/** The root of the empty tree: SHA-256 of nothing (RFC 6962, section 2.1). */
export const EMPTY_ROOT: Uint8Array = plainHasher(new Uint8Array());

/**
 * The hash of one log entry, SHA-256(0x00 || bytes) (RFC 6962, section 2.1). The prefix separates leaves from nodes.
 */
export function leafHash(body: string): Hex {
  return bytesToHex(leafNode(stringToBytes(body)));
}

/** As `leafHash`, as the 32 bytes that the tree is made of. */
export function leafNode(entry: Uint8Array, hasher: Hasher = plainHasher): Uint8Array {
  const input = inputOf(1 + entry.length);
  input[0] = LEAF;
  input.set(entry, 1);
  return hasher(input);
}

// A buffer that is reused for every hash: allocating a new one takes as long as hashing.
let room = new Uint8Array(1_024);

function inputOf(length: number): Uint8Array {
  if (length > room.length) room = new Uint8Array(2 * length);
  return room.subarray(0, length);
}

/** The hash of an inner node, SHA-256(0x01 || left || right) (RFC 6962, section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array, hasher: Hasher = plainHasher): Uint8Array {
  const input = inputOf(1 + left.length + right.length);
  input[0] = NODE;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return hasher(input);
}

/** Whether two hashes are the same bytes. Neither is secret, so constant time is not needed. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
