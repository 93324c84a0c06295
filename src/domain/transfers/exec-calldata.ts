import { type Hex, decodeAbiParameters, encodeFunctionData, parseAbi } from 'viem';
import { type Refusal, refusal } from '../errors.js';
import { addressFromHex } from '../values/address.js';
import { parseHex } from '../values/hex.js';
import type { ProposedSafeTransaction } from './safe-transaction.js';

// Safe.sol, execTransaction (1.0.0 to 1.5.0).
export const EXEC_TRANSACTION_ABI = parseAbi([
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
]);

const EXEC_SELECTOR = '0x6a761202';

/** The content of execTransaction's calldata: every signed field but the nonce, and the signatures. */
export interface ExecArguments {
  readonly transaction: Omit<ProposedSafeTransaction, 'nonce'>;
  readonly signatures: Hex;
}

/** Parses execTransaction's calldata. Calldata that does not re-encode to the same bytes is ambiguous, and refused. */
export function parseExecCalldata(calldata: Hex): ExecArguments | Refusal {
  if (!calldata.startsWith(EXEC_SELECTOR)) {
    return refusal(
      'CALLDATA_NOT_CANONICAL',
      `the bytes do not begin with ${EXEC_SELECTOR}, the selector of execTransaction`,
    );
  }
  const args = canonicalArguments(calldata);
  if (!args) {
    return refusal('CALLDATA_NOT_CANONICAL', 'the arguments of execTransaction are not encoded canonically');
  }
  const [to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, signatures] =
    args;
  return {
    transaction: {
      to: addressFromHex(to),
      value,
      data: parseHex(data),
      operation,
      safeTxGas,
      baseGas,
      gasPrice,
      gasToken: addressFromHex(gasToken),
      refundReceiver: addressFromHex(refundReceiver),
    },
    signatures: parseHex(signatures),
  };
}

// viem's decoder ignores bytes that it skips, so only calldata that re-encodes identically is believed. Decoder and
// encoder throw on malformed input.
function canonicalArguments(calldata: Hex) {
  try {
    const [{ inputs }] = EXEC_TRANSACTION_ABI;
    const args = decodeAbiParameters(inputs, `0x${calldata.slice(EXEC_SELECTOR.length)}`);
    const again = encodeFunctionData({ abi: EXEC_TRANSACTION_ABI, args });
    return again.toLowerCase() === calldata ? args : undefined;
  } catch {
    return undefined;
  }
}
