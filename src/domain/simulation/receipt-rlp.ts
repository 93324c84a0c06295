import { type Hex, concat, fromRlp, toRlp } from 'viem';
import { addressFromHex } from '../values/address.js';
import { parseBytes32, parseHex } from '../values/hex.js';
import type { Log } from './effects.js';
import { rlpInteger } from './ordered-trie.js';

/** A transaction's receipt as its block commits to it. */
export interface BlockReceipt {
  /** EIP-2718; 0 is a legacy transaction. */
  readonly type: number;
  readonly succeeded: boolean;
  readonly cumulativeGasUsed: bigint;
  readonly logsBloom: Hex;
  readonly logs: readonly Log[];
}

const TYPE_MAX = 0x7f;

/** The bytes that the receipts trie holds: EIP-658 and EIP-2718. */
export function encodeReceipt({ type, succeeded, cumulativeGasUsed, logsBloom, logs }: BlockReceipt): Hex {
  const rlp = toRlp([
    rlpInteger(succeeded ? 1n : 0n),
    rlpInteger(cumulativeGasUsed),
    logsBloom,
    logs.map(({ address, topics, data }) => [parseHex(address), [...topics], data]),
  ]);
  return type === 0 ? rlp : concat([`0x${type.toString(16).padStart(2, '0')}`, rlp]);
}

/** Reads what `encodeReceipt` wrote, and no other bytes. @throws TypeError */
export function decodeReceipt(bytes: Hex): BlockReceipt {
  const first = Number.parseInt(bytes.slice(2, 4), 16);
  const type = first <= TYPE_MAX ? first : 0;
  const receipt = read(type, type === 0 ? bytes : `0x${bytes.slice(4)}`);
  if (receipt === undefined || encodeReceipt(receipt) !== bytes)
    throw new TypeError('no receipt has these bytes');
  return receipt;
}

function read(type: number, rlp: Hex): BlockReceipt | undefined {
  try {
    const [status, gas, logsBloom, logs] = fromRlp(rlp, 'hex') as [Hex, Hex, Hex, [Hex, Hex[], Hex][]];
    return {
      type,
      succeeded: status === '0x01',
      cumulativeGasUsed: gas === '0x' ? 0n : BigInt(gas),
      logsBloom,
      logs: logs.map(([address, topics, data]) => ({
        address: addressFromHex(address),
        topics: topics.map(parseBytes32),
        data: parseHex(data),
      })),
    };
  } catch {
    return undefined; // its caller says what it is: no receipt
  }
}
