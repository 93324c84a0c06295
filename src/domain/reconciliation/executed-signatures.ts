import { type Hex, decodeAbiParameters, slice } from 'viem';
import type { Effects } from '../simulation/effects.js';
import { EXEC_TRANSACTION, execTransactionData } from '../simulation/exec-call.js';
import type { SafeTransaction } from '../transfers/safe-transaction.js';

/**
 * The signatures that an execution was entered with, or undefined if its calldata is anything but the one encoding of
 * `execTransaction` of this transaction. Decoding alone would ignore trailing bytes and dirty addresses; so the rest is
 * encoded again and must give the same bytes.
 */
export function executedSignatures(effects: Effects, transaction: SafeTransaction): Hex | undefined {
  const input = effects.calls?.[0]?.input;
  if (input === undefined) return undefined;
  const signatures = lastArgument(input);
  if (signatures === undefined || execTransactionData(transaction, signatures) !== input) return undefined;
  return signatures;
}

function lastArgument(input: Hex): Hex | undefined {
  try {
    return decodeAbiParameters(EXEC_TRANSACTION.inputs, slice(input, 4))[9];
  } catch {
    return undefined; // no calldata of this function
  }
}
