import type { Hex } from 'viem';
import type { Effects } from '../simulation/effects.js';
import { execTransactionData } from '../simulation/exec-call.js';
import { parseExecCalldata } from '../transfers/exec-calldata.js';
import type { SafeTransaction } from '../transfers/safe-transaction.js';

/**
 * The signatures in an execution's calldata; undefined unless the calldata is the canonical encoding of
 * `execTransaction` for this transaction.
 */
export function executedSignatures(effects: Effects, transaction: SafeTransaction): Hex | undefined {
  const input = effects.calls?.[0]?.input;
  const parsed = input === undefined ? undefined : parseExecCalldata(input);
  if (parsed === undefined || 'code' in parsed) return undefined;
  return execTransactionData(transaction, parsed.signatures) === input ? parsed.signatures : undefined;
}
