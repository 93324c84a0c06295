import type { z } from 'zod';
import { compareDecimals } from '../../values/amount.js';
import type { Facts } from '../facts.js';
import { parseMeasure, printMeasure } from '../measure.js';
import { assetLimitForms, decimal, fraction } from '../policy-parts.js';
import { mayBecomeReadable } from '../readable-numbers.js';
import { type RuleResult, denied, limited } from '../rule-result.js';
import { type PolicyNames, amountWords, assetName } from '../rule-words.js';
import type { RuleKind } from './rule-kind.js';

const shape = assetLimitForms('safe-floor', {
  min: decimal.exactOptional(),
  minShare: fraction.exactOptional(),
});
type SafeFloor = z.infer<typeof shape>;

/**
 * Keeps an amount of the asset in the Safe, or a share of its present balance, or both. It measures the outgoing amount
 * against what the floor leaves, so its ceiling is a largest transfer. The share that stays is rounded up.
 */
export const safeFloor = {
  kind: 'safe-floor',
  shape,
  fault: ({ min, minShare }) =>
    min === undefined && minShare === undefined
      ? { at: [], message: 'a floor needs min, minShare or both' }
      : undefined,
  evaluate,
  words: (rule, names) => `${floorWords(rule, names)} stays in the Safe, ${waiverWords(rule, names)}.`,
  compared: ['min', 'minShare'],
  isTighter: isFloorHigher,
} satisfies RuleKind<SafeFloor>;

function evaluate(rule: SafeFloor, facts: Facts): RuleResult {
  const { asset, amount, balances } = facts;
  const floorOf = readFloor(rule, asset.decimals);
  const ceiling = rule.waivable ? parseMeasure(rule.ceiling, 'asset', asset.decimals) : null;
  if (balances === null) {
    const words = "The Safe's balance could not be read.";
    return denied('policy', rule.id, { code: 'BALANCE_UNAVAILABLE', words });
  }
  const held = balances.safe;
  const floor = floorOf(held);
  const bound = held > floor ? held - floor : 0n;
  const print = (units: bigint): string => printMeasure(units, 'asset', asset);
  const words =
    amount > held
      ? `The Safe holds ${print(held)}, less than this transfer.`
      : `After this transfer the Safe holds ${print(held - amount)}, ${
          amount <= bound ? 'not below' : 'below'
        } its floor of ${print(floor)}.`;
  return limited(
    rule.id,
    { unit: 'asset', measured: amount, bound, headroom: bound, ceiling },
    { code: 'LIMIT_SAFE_FLOOR', words },
  );
}

function readFloor(rule: SafeFloor, decimals: number): (held: bigint) => bigint {
  const { min, minShare } = rule;
  if (min === undefined && minShare === undefined) throw new TypeError('the floor says nothing');
  const least = min === undefined ? 0n : parseMeasure(min, 'asset', decimals);
  const [numerator, denominator] = minShare === undefined ? [0n, 1n] : shareOf(minShare);
  return (held) => {
    const share = (held * numerator + denominator - 1n) / denominator;
    return share > least ? share : least;
  };
}

/** A decimal fraction as a ratio: "0.25" is 25 of 100. */
function shareOf(fraction: string): [bigint, bigint] {
  const digits = fraction.slice('0.'.length);
  return [BigInt(digits), 10n ** BigInt(digits.length)];
}

function isFloorHigher(before: SafeFloor, after: SafeFloor): boolean {
  const numbersOf = ({ min }: SafeFloor): readonly string[] => (min === undefined ? [] : [min]);
  return (
    compareDecimals(after.min ?? '0', before.min ?? '0') >= 0 &&
    compareDecimals(after.minShare ?? '0', before.minShare ?? '0') >= 0 &&
    !mayBecomeReadable(numbersOf(before), numbersOf(after))
  );
}

function floorWords({ min, minShare, assetId }: SafeFloor, names: PolicyNames): string {
  const asset = assetName(assetId, names);
  const parts = [
    ...(min === undefined ? [] : [`at least ${min} ${asset}`]),
    ...(minShare === undefined ? [] : [`at least ${minShare} of the ${asset} that it holds`]),
  ];
  return parts.join(' and ');
}

/** Says that the ceiling is a largest transfer and not a floor. */
function waiverWords(rule: SafeFloor, names: PolicyNames): string {
  if (!rule.waivable) return 'without exceptions';
  return `with an exception for a transfer of up to ${amountWords(rule.ceiling, rule, names)}`;
}
