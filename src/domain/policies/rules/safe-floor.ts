import { parseMeasure, printMeasure } from '../measure.js';
import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import { type RuleResult, denied, limited } from '../rule-result.js';

/**
 * Keeps so much of the asset in the Safe, or such a share of what it holds now, or both. It measures what leaves and bounds
 * it by what the floor lets go, so that a ceiling is a largest transfer. A share is rounded up: it stays.
 */
export function safeFloor(rule: RuleOf<'safe-floor'>, facts: Facts): RuleResult {
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

function readFloor(rule: RuleOf<'safe-floor'>, decimals: number): (held: bigint) => bigint {
  const { min, minShare } = rule;
  if (min === undefined && minShare === undefined) throw new TypeError('the floor says nothing');
  const least = min === undefined ? 0n : parseMeasure(min, 'asset', decimals);
  const [numerator, denominator] = minShare === undefined ? [0n, 1n] : shareOf(minShare);
  return (held) => {
    const share = (held * numerator + denominator - 1n) / denominator;
    return share > least ? share : least;
  };
}

/** "0.25" as 25 of 100. */
function shareOf(fraction: string): [bigint, bigint] {
  const digits = fraction.slice('0.'.length);
  return [BigInt(digits), 10n ** BigInt(digits.length)];
}
