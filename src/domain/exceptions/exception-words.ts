import type { Asset } from '../assets/asset.js';
import { type Unit, printMeasure } from '../policies/measure.js';

/** What an exception lifts: the measured value, the rule's bound and the excepted ceiling, all in one unit. */
export interface Waived {
  /** The id of a rule of the policy. */
  readonly rule: string;
  readonly unit: Unit;
  readonly measured: bigint;
  readonly bound: bigint;
  readonly ceiling: bigint;
}

/**
 * An exception in one line, ending with the line of its transfer: what a compliance officer reads and signs. Rule ids
 * and numbers contain no spaces, so two different exceptions never read alike.
 */
export function exceptionWords(
  { rule, unit, measured, bound, ceiling }: Waived,
  asset: Pick<Asset, 'symbol' | 'decimals'>,
  transfer: string,
): string {
  const [is, allows, excepted] = [measured, bound, ceiling].map((each) => printMeasure(each, unit, asset));
  return `Waive the rule ${rule} once: it measures ${String(is)} and allows ${String(allows)}; up to ${String(excepted)} is excepted. ${transfer}`;
}
