import type { Hex } from 'viem';
import type { SafeCode } from '../safes/onboarding.js';
import { NONCE_SLOT } from '../safes/storage-layout.js';
import type { MovableAsset, Movement } from '../transfers/safe-transaction.js';
import type { Address } from '../values/address.js';
import {
  type Call,
  type EffectSections,
  type Effects,
  type Log,
  type NativeChange,
  effectsOf,
} from './effects.js';
import { approvedHashSignatures, execTransactionData } from './exec-call.js';
import { safeLogs } from './safe-logs.js';
import type { ExecutedCall } from './simulator.js';
import { topicOf, wordOf, wordOfAddress } from './abi-words.js';

const SAFE_RECEIVED = topicOf('SafeReceived(address,uint256)');

export const TRANSFER_TOPIC = topicOf('Transfer(address,address,uint256)');

/** The only outcome that passes, and its Safe. */
export interface Expectation {
  readonly safe: Address;
  readonly effects: Effects;
}

/**
 * Derives the whole outcome from the intent (invariant 5), using nothing that a simulation shows.
 * @param signatures what the Safe is called with: the simulation's placeholders, unless a real execution had others
 */
export function expectedEffects(
  execution: ExecutedCall,
  code: SafeCode,
  signatures: Hex = approvedHashSignatures(execution.owners),
): Expectation {
  const { safe, movement, transaction } = execution;
  const effects = effectsOf(
    { outcome: 'success' },
    {
      ...expectedChanges(safe, movement, transaction.nonce),
      calls: expectedCalls(execution, code.singleton, signatures),
      logs: expectedLogs(execution, code, signatures),
    },
  );
  return { safe, effects };
}

/** Everything that it may change, known without code or owners: what it moves, and the Safe's nonce. */
export function expectedChanges(
  safe: Address,
  movement: Movement<MovableAsset> | null,
  nonce: bigint,
): Omit<EffectSections, 'calls' | 'logs'> {
  const moves = movement === null ? [] : movesOf(safe, movement);
  const asset = movement?.asset;
  const nonceWrite = { slot: NONCE_SLOT, before: wordOf(nonce), after: wordOf(nonce + 1n) };
  return {
    nativeChanges: asset?.kind === 'native' ? moves : [],
    tokenChanges: asset?.kind === 'erc20' ? moves.map((each) => ({ token: asset.address, ...each })) : [],
    storageWrites: [{ account: safe, ...nonceWrite }],
    safeSlots: [nonceWrite],
    codeChanges: [],
    nonceChanges: [],
  };
}

function movesOf(safe: Address, { destination, amount }: Movement<MovableAsset>): readonly NativeChange[] {
  return [
    { account: safe, delta: 0n - amount },
    { account: destination, delta: amount },
  ];
}

/**
 * Proxy, singleton, then the one inner call, which a proxied token forwards, and so does the Safe's
 * own proxy when the Safe calls itself. Approved hashes (v = 1) need no
 * precompile.
 */
function expectedCalls(execution: ExecutedCall, singleton: Address, signatures: Hex): readonly Call[] {
  const { safe, transaction, executor: from, movement } = execution;
  const { to, value, data: input } = transaction;
  const data = execTransactionData(transaction, signatures);
  const calls: readonly Call[] = [
    { depth: 0, kind: 'CALL', from, to: safe, value: 0n, input: data, failed: false },
    { depth: 1, kind: 'DELEGATECALL', from: safe, to: singleton, value: 0n, input: data, failed: false },
    { depth: 2, kind: 'CALL', from: safe, to, value, input, failed: false },
  ];
  const implementation = movement === null ? singleton : implementationOf(movement);
  if (implementation === undefined) return calls;
  return [
    ...calls,
    { depth: 3, kind: 'DELEGATECALL', from: to, to: implementation, value: 0n, input, failed: false },
  ];
}

function implementationOf({ asset }: Movement): Address | undefined {
  return asset.kind === 'erc20' ? asset.proxy?.implementation : undefined;
}

function expectedLogs(execution: ExecutedCall, code: SafeCode, signatures: Hex): readonly Log[] {
  const { safe, movement } = execution;
  const { before, after } = safeLogs(execution, code, signatures);
  if (movement === null) return [...before, receivedNothing(safe), ...after];
  const { asset, destination, amount } = movement;
  if (asset.kind === 'native') return [...before, ...after];
  const topics = [TRANSFER_TOPIC, wordOfAddress(safe), wordOfAddress(destination)];
  return [...before, { address: asset.address, topics, data: wordOf(amount) }, ...after];
}

/** What a Safe logs of every call without data (EtherPaymentFallback.sol), here of its own that brings no coin. */
function receivedNothing(safe: Address): Log {
  return { address: safe, topics: [SAFE_RECEIVED, wordOfAddress(safe)], data: wordOf(0n) };
}
