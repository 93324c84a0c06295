import type { Hex } from 'viem';
import type { Brand } from './brand.js';

/** 32 bytes as lower-case hex with 0x. */
export type Bytes32 = Brand<Hex, 'Bytes32'>;

const BYTES32 = /^0x[0-9a-fA-F]{64}$/;
const BYTES = /^0x(?:[0-9a-fA-F]{2})*$/;

export function parseBytes32(text: string): Bytes32 {
  if (!BYTES32.test(text)) throw new TypeError('expected 32 bytes as 0x-hex');
  return text.toLowerCase() as Bytes32;
}

/** Whole bytes as 0x-hex, in lower case. */
export function parseHex(text: string): Hex {
  if (!BYTES.test(text)) throw new TypeError('expected whole bytes as 0x-hex');
  return text.toLowerCase() as Hex;
}
