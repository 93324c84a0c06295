import { type Hex, concat, fromRlp, toRlp } from 'viem';
import { addressFromHex } from '../values/address.js';
import { parseBytes32, parseHex } from '../values/hex.js';
import type { Log } from './effects.js';
import { rlpInteger } from './ordered-trie.js';

/** A transaction's receipt, with the fields that its block commits to. */
export interface BlockReceipt {
  /** The transaction type of EIP-2718; 0 is legacy. */
  readonly type: number;
  readonly succeeded: boolean;
  readonly cumulativeGasUsed: bigint;
  readonly logsBloom: Hex;
  readonly logs: readonly Log[];
}

const TYPE_MAX = 0x7f;

/** The receipt's bytes in the receipts trie (EIP-658, EIP-2718). */
export function encodeReceipt({ type, succeeded, cumulativeGasUsed, logsBloom, logs }: BlockReceipt): Hex {
  const rlp = toRlp([
    rlpInteger(succeeded ? 1n : 0n),
    rlpInteger(cumulativeGasUsed),
    logsBloom,
    logs.map(({ address, topics, data }) => [parseHex(address), [...topics], data]),
  ]);
  return type === 0 ? rlp : concat([`0x${type.toString(16).padStart(2, '0')}`, rlp]);
}

/** Parses exactly what `encodeReceipt` writes. @throws TypeError */
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
    return undefined; // not a receipt; the caller reports it
  }
}
