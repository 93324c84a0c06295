import type { Asset } from '../assets/asset.js';
import { formatAmount } from '../values/amount.js';

/** What an exception lifts, all in the asset's smallest units: what the rule measured, what it allows, what is excepted. */
export interface Waived {
  /** The id of a rule of the policy. */
  readonly rule: string;
  readonly measured: bigint;
  readonly bound: bigint;
  readonly ceiling: bigint;
}

/**
 * An exception in one line, which ends with the line of its transfer: what a compliance officer reads and signs. A rule's
 * id and a number have no spaces, so that two different exceptions never read alike.
 */
export function exceptionWords(
  { rule, measured, bound, ceiling }: Waived,
  { symbol, decimals }: Pick<Asset, 'symbol' | 'decimals'>,
  transfer: string,
): string {
  const [is, allows, excepted] = [measured, bound, ceiling].map(
    (units) => `${formatAmount(units, decimals)} ${symbol}`,
  );
  return `Waive the rule ${rule} once: it measures ${String(is)} and allows ${String(allows)}; up to ${String(excepted)} is excepted. ${transfer}`;
}
