import { type Hex, decodeAbiParameters, encodeFunctionData, parseAbi, size, slice } from 'viem';
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

const WORD = 32;
const ARGUMENTS = 10;

/**
 * Reads execTransaction's calldata as the Safe's own compiled code does: by the offsets that it names, whatever lies
 * between, overlaps or comes behind, and an address by its low 20 bytes. For what the chain has executed: whoever sends
 * a transaction on chooses its encoding, and the Safe's hash knows nothing of it.
 */
export function readExecCalldata(calldata: Hex): (ExecArguments & { readonly behind: number }) | undefined {
  if (!calldata.startsWith(EXEC_SELECTOR)) return undefined;
  const args: Hex = `0x${calldata.slice(EXEC_SELECTOR.length)}`;
  if (size(args) < ARGUMENTS * WORD) return undefined;
  const word = (at: number): bigint => BigInt(slice(args, at * WORD, (at + 1) * WORD));
  const account = (at: number) => addressFromHex(slice(args, at * WORD + 12, (at + 1) * WORD));
  const [data, signatures] = [bytesAt(args, word(2)), bytesAt(args, word(9))];
  if (!data || !signatures || word(3) > 255n) return undefined;
  return {
    transaction: {
      to: account(0),
      value: word(1),
      data: data.bytes,
      operation: Number(word(3)),
      safeTxGas: word(4),
      baseGas: word(5),
      gasPrice: word(6),
      gasToken: account(7),
      refundReceiver: account(8),
    },
    signatures: signatures.bytes,
    behind: size(args) - Math.max(data.end, signatures.end),
  };
}

function bytesAt(args: Hex, offset: bigint): { readonly bytes: Hex; readonly end: number } | undefined {
  const total = BigInt(size(args));
  if (offset + BigInt(WORD) > total) return undefined;
  const from = Number(offset) + WORD;
  const length = BigInt(slice(args, from - WORD, from));
  if (BigInt(from) + length > total) return undefined;
  const to = from + Number(length);
  const padded = from + Math.ceil(Number(length) / WORD) * WORD;
  return { bytes: length === 0n ? '0x' : slice(args, from, to), end: Math.min(padded, Number(total)) };
}
