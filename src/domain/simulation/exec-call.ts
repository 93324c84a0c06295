import { type Hex, concat, encodeFunctionData, pad } from 'viem';
import { approvedHashSlot } from '../safes/storage-layout.js';
import { EXEC_TRANSACTION_ABI } from '../transfers/exec-calldata.js';
import type { ProposedSafeTransaction } from '../transfers/safe-transaction.js';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32, parseHex } from '../values/hex.js';
import type { SimulatedExecution } from './simulator.js';

const ONE = parseBytes32(pad('0x01', { size: 32 }));

// Several times the gas of a Safe's transfer of a plain token. The Safe forwards nearly all of it to the inner call.
const GAS_LIMIT = 1_000_000n;

// Any tip above zero: code that detects simulations by a zero gas price must not find one (THREATS G01).
const PRIORITY_FEE = 1_000_000_000n;

/** The transaction that is simulated: the Safe's own `execTransaction`, sent by the real executor. */
export interface ExecCall {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly gas: bigint;
  /** Wei per gas. */
  readonly gasPrice: bigint;
}

/** A storage slot whose value the simulation replaces. */
export interface StorageOverride {
  readonly account: Address;
  readonly slot: Bytes32;
  readonly value: Bytes32;
}

/** Owners in the order in which a Safe demands signatures: ascending by address as a number. */
export function ascending(owners: readonly Address[]): readonly Address[] {
  return owners.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
}

/** Calldata of `execTransaction` for a Safe transaction and its signatures. */
export function execTransactionData(tx: ProposedSafeTransaction, signatures: Hex): Hex {
  const data = encodeFunctionData({
    abi: EXEC_TRANSACTION_ABI,
    functionName: 'execTransaction',
    args: [
      ...([tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas] as const),
      ...([tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver, signatures] as const),
    ],
  });
  // viem keeps an address's checksum capitals inside `signatures`.
  return parseHex(data);
}

/** Placeholder signatures for a simulation: v = 1 refers the Safe to approvedHashes. */
export function approvedHashSignatures(owners: readonly Address[]): Hex {
  const signatures = owners.map((owner) =>
    concat([pad(owner, { size: 32 }), pad('0x', { size: 32 }), '0x01']),
  );
  return parseHex(concat(signatures));
}

/** The exact call that will be executed, except for the signatures. */
export function execCall(execution: SimulatedExecution): ExecCall {
  return {
    from: execution.executor,
    to: execution.safe,
    data: execTransactionData(execution.transaction, approvedHashSignatures(execution.owners)),
    gas: GAS_LIMIT,
    gasPrice: execution.block.baseFeePerGas + PRIORITY_FEE,
  };
}

/** All that a simulation overrides (invariant 4): these owners have approved this hash. */
export function overridesOf(execution: SimulatedExecution): readonly StorageOverride[] {
  return execution.owners.map((owner) => ({
    account: execution.safe,
    slot: approvedHashSlot(owner, execution.safeTxHash),
    value: ONE,
  }));
}
