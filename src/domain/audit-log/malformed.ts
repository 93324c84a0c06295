/** A text that violates the specification of its log format. No part of it was used. */
export class MalformedLogText extends Error {
  override readonly name = 'MalformedLogText';
}

/** The largest tree: sizes and indexes are signed 64-bit numbers, as in Go's tlog. */
export const SIZE_MAX = 2n ** 63n - 1n;

/** A size or an index: ASCII decimal without leading zeroes, at most 2^63 - 1. @throws MalformedLogText */
export function parseSize(text: string, what: string): bigint {
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > SIZE_MAX) {
    throw new MalformedLogText(`${what} is not a decimal number without leading zeroes, below 2^63`);
  }
  return BigInt(text);
}
