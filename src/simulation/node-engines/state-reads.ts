import { type Hex, decodeFunctionResult, encodeFunctionData, erc20Abi, parseAbi, size, slice } from 'viem';
import { DomainError } from '../../domain/errors.js';
import {
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  MODULE_GUARD_SLOT,
  slotOf,
} from '../../domain/safes/storage-layout.js';
import type { SlotChange, TokenChange } from '../../domain/simulation/effects.js';
import type { SimulatedExecution } from '../../domain/simulation/simulator.js';
import type { Address } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';

// StorageAccessible.sol, part of every Safe >= 1.3.0: `length` words of storage from `offset` on.
const SAFE_ABI = parseAbi(['function getStorageAt(uint256 offset, uint256 length) view returns (bytes)']);

const RANGES: readonly { readonly first: Bytes32; readonly slots: readonly Bytes32[] }[] = [
  { first: slotOf(0), slots: [0, 1, 2, 3, 4, 5].map(slotOf) },
  { first: GUARD_SLOT, slots: [GUARD_SLOT] },
  { first: MODULE_GUARD_SLOT, slots: [MODULE_GUARD_SLOT] },
  { first: FALLBACK_HANDLER_SLOT, slots: [FALLBACK_HANDLER_SLOT] },
];

interface Read {
  readonly to: Address;
  readonly data: Hex;
}

/** The reads before and after the simulated transaction: the Safe's own slots, then the token's balances. */
export function stateReads(request: SimulatedExecution): readonly Read[] {
  const { safe, movement } = request;
  const slots = RANGES.map(({ first, slots: words }) => ({
    to: safe,
    data: encodeFunctionData({
      abi: SAFE_ABI,
      functionName: 'getStorageAt',
      args: [BigInt(first), BigInt(words.length)],
    }),
  }));
  if (movement?.asset.kind !== 'erc20') return slots;
  const token = movement.asset.address;
  const balances = holders(request).map((holder) => ({
    to: token,
    data: encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [holder] }),
  }));
  return [...slots, ...balances];
}

function holders({ safe, movement }: SimulatedExecution): readonly Address[] {
  return movement === null ? [safe] : [safe, movement.destination];
}

/** Which of the Safe's own slots differ between the two rounds of reads. */
export function safeSlotChanges(before: readonly Hex[], after: readonly Hex[]): readonly SlotChange[] {
  return RANGES.flatMap(({ slots }, at) => {
    const [old, now] = [storageWords(before[at], slots.length), storageWords(after[at], slots.length)];
    return slots.map((slot, word) => ({ slot, before: wordAt(old, word), after: wordAt(now, word) }));
  });
}

/** The change of the token's balances of Safe and destination, by its own `balanceOf`. */
export function tokenChanges(
  before: readonly Hex[],
  after: readonly Hex[],
  request: SimulatedExecution,
): readonly TokenChange[] {
  const token = request.transaction.to;
  return holders(request).map((account, at) => {
    const index = RANGES.length + at;
    return { token, account, delta: wholeWord(after[index]) - wholeWord(before[index]) };
  });
}

function storageWords(answer: Hex | undefined, words: number): Hex {
  const bytes = decodedBytes(answer);
  if (bytes === undefined || size(bytes) !== words * 32) throw malformed();
  return bytes;
}

function decodedBytes(answer: Hex | undefined): Hex | undefined {
  if (answer === undefined) return undefined;
  try {
    return decodeFunctionResult({ abi: SAFE_ABI, functionName: 'getStorageAt', data: answer });
  } catch {
    return undefined;
  }
}

function wordAt(bytes: Hex, word: number): Bytes32 {
  return parseBytes32(slice(bytes, word * 32, (word + 1) * 32));
}

function wholeWord(answer: Hex | undefined): bigint {
  if (answer === undefined || size(answer) !== 32) throw malformed();
  return BigInt(answer);
}

function malformed(): DomainError {
  return new DomainError('RPC_UNAVAILABLE', 'a read beside the simulated transaction gave no such value');
}
