import { concat, keccak256, numberToHex, pad, stringToBytes } from 'viem';
import type { SupportedSafeVersion } from '../safes/onboarding.js';
import { NONCE_SLOT } from '../safes/storage-layout.js';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { type Call, type Effects, type Log, effectsOf } from './effects.js';
import { execCall } from './exec-call.js';
import type { SimulatedExecution } from './simulator.js';

export const TRANSFER_TOPIC = topicOf('Transfer(address,address,uint256)');
const EXECUTION_SUCCESS_TOPIC = topicOf('ExecutionSuccess(bytes32,uint256)');

/** The only outcome that passes, and the Safe it is about. */
export interface Expectation {
  readonly safe: Address;
  readonly effects: Effects;
}

/** The release and the code that the Safe runs. */
export interface SafeCode {
  readonly version: SupportedSafeVersion;
  readonly singleton: Address;
}

/** Derives the whole outcome from the intent (invariant 5). Nothing that a simulation shows goes into it. */
export function expectedEffects(execution: SimulatedExecution, code: SafeCode): Expectation {
  const { safe, movement, transaction } = execution;
  const { asset, destination, amount } = movement;
  const moves = [
    { account: safe, delta: 0n - amount },
    { account: destination, delta: amount },
  ];
  const nonceWrite = {
    slot: NONCE_SLOT,
    before: wordOf(transaction.nonce),
    after: wordOf(transaction.nonce + 1n),
  };
  const effects = effectsOf(
    { outcome: 'success' },
    {
      nativeChanges: asset.kind === 'native' ? moves : [],
      tokenChanges: asset.kind === 'erc20' ? moves.map((each) => ({ token: asset.address, ...each })) : [],
      storageWrites: [{ account: safe, ...nonceWrite }],
      safeSlots: [nonceWrite],
      calls: expectedCalls(execution, code.singleton),
      logs: expectedLogs(execution, code.version),
      codeChanges: [],
      nonceChanges: [],
    },
  );
  return { safe, effects };
}

/** Proxy, singleton, then the one inner call. Approved hashes (v = 1) need no precompile. */
function expectedCalls(execution: SimulatedExecution, singleton: Address): readonly Call[] {
  const { safe, transaction } = execution;
  const { from, data } = execCall(execution);
  const { to, value, data: input } = transaction;
  return [
    { depth: 0, kind: 'CALL', from, to: safe, value: 0n, input: data, failed: false },
    { depth: 1, kind: 'DELEGATECALL', from: safe, to: singleton, value: 0n, input: data, failed: false },
    { depth: 2, kind: 'CALL', from: safe, to, value, input, failed: false },
  ];
}

function expectedLogs(execution: SimulatedExecution, version: SupportedSafeVersion): readonly Log[] {
  const { safe, movement, safeTxHash } = execution;
  const { asset, destination, amount } = movement;
  const success = executionSuccess(safe, safeTxHash, version);
  if (asset.kind === 'native') return [success];
  const topics = [TRANSFER_TOPIC, topicAddress(safe), topicAddress(destination)];
  return [{ address: asset.address, topics, data: wordOf(amount) }, success];
}

// Safe 1.3.0 declares ExecutionSuccess(bytes32 txHash, uint256 payment) without indexed arguments; 1.4.1 indexes txHash.
function executionSuccess(safe: Address, hash: Bytes32, version: SupportedSafeVersion): Log {
  const payment = wordOf(0n);
  switch (version) {
    case '1.3.0':
      return { address: safe, topics: [EXECUTION_SUCCESS_TOPIC], data: concat([hash, payment]) };
    case '1.4.1':
      return { address: safe, topics: [EXECUTION_SUCCESS_TOPIC, hash], data: payment };
  }
}

function topicOf(signature: string): Bytes32 {
  return parseBytes32(keccak256(stringToBytes(signature)));
}

function topicAddress(account: Address): Bytes32 {
  return parseBytes32(pad(account, { size: 32 }));
}

function wordOf(value: bigint): Bytes32 {
  return parseBytes32(numberToHex(value, { size: 32 }));
}
