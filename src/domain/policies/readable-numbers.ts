import { compareDecimals } from '../values/amount.js';

// 2^256 has 78 digits and an asset at most 36 decimals, so a number with at most 41 digits before the point cannot
// overflow.
const WHOLE_DIGITS_SAFE = 41;

/**
 * Whether numbers that were unreadable for an asset (too many decimals, or above 2^256 units) could become readable. An
 * unreadable number denies everything. Replacing it by a lower readable one would therefore loosen.
 */
export function mayBecomeReadable(before: readonly string[], after: readonly string[]): boolean {
  const most = Math.max(0, ...after.map(places));
  return before
    .filter((number) => !after.includes(number))
    .some((number) => places(number) > most || wholeDigits(number) > WHOLE_DIGITS_SAFE);
}

/** Whether a limit allows no more than before, for every asset. */
export function isMaxLower(before: { readonly max: string }, after: { readonly max: string }): boolean {
  return compareDecimals(after.max, before.max) <= 0 && !mayBecomeReadable([before.max], [after.max]);
}

function places(number: string): number {
  return number.split('.')[1]?.length ?? 0;
}

function wholeDigits(number: string): number {
  return number.split('.')[0]?.length ?? 0;
}
