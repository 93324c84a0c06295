import { compareDecimals } from '../values/amount.js';

// 2^256 has 78 digits and an asset at most 36 decimals: with fewer digits than that before the point nothing overflows.
const WHOLE_DIGITS_SAFE = 41;

/**
 * Whether numbers that were none of the asset's (more decimals than it has, above 2^256 units) could become some. Such a
 * number denies everything, so that a lower one in its place would let transfers through that the higher one did not.
 */
export function mayBecomeReadable(before: readonly string[], after: readonly string[]): boolean {
  const most = Math.max(0, ...after.map(places));
  return before
    .filter((number) => !after.includes(number))
    .some((number) => places(number) > most || wholeDigits(number) > WHOLE_DIGITS_SAFE);
}

/** Whether a limit allows no more than it did, of whichever asset it is. */
export function isMaxLower(before: { readonly max: string }, after: { readonly max: string }): boolean {
  return compareDecimals(after.max, before.max) <= 0 && !mayBecomeReadable([before.max], [after.max]);
}

function places(number: string): number {
  return number.split('.')[1]?.length ?? 0;
}

function wholeDigits(number: string): number {
  return number.split('.')[0]?.length ?? 0;
}
