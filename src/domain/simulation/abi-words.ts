import { keccak256, numberToHex, pad, stringToBytes } from 'viem';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';

/** The first topic of an event, from its signature. */
export function topicOf(signature: string): Bytes32 {
  return parseBytes32(keccak256(stringToBytes(signature)));
}

/** An address as a 32-byte word. */
export function wordOfAddress(account: Address): Bytes32 {
  return parseBytes32(pad(account, { size: 32 }));
}

export function wordOf(value: bigint): Bytes32 {
  return parseBytes32(numberToHex(value, { size: 32 }));
}
