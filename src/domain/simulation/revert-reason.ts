import { type Hex, decodeErrorResult, parseAbi, size, slice } from 'viem';

const ABI = parseAbi(['error Error(string reason)', 'error Panic(uint256 code)']);
const MAX_LENGTH = 120;

/**
 * A revert's reason, safe to display. Any contract can write the text, so it is reduced to plain ASCII and truncated.
 */
export function revertReason(output: Hex): string {
  if (output === '0x') return 'without a reason';
  return printable(decoded(output) ?? `with data ${size(output) < 4 ? output : slice(output, 0, 4)}`);
}

function decoded(output: Hex): string | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi: ABI, data: output });
    return errorName === 'Error' ? args[0] : `Panic(${String(args[0])})`;
  } catch {
    return undefined;
  }
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_LENGTH);
}
