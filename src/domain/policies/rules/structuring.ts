import { durationWords } from '../duration-words.js';
import type { Facts } from '../facts.js';
import { joinedSum } from '../joined-sum.js';
import { parseMeasure, printMeasure } from '../measure.js';
import type { RuleOf } from '../policy.js';
import type { Valuer } from '../price.js';
import { type RuleResult, denied, limited } from '../rule-result.js';
import type { Step } from '../tiers.js';

/**
 * Transfers that each stay just under the same end of a tier are one large one that was split. Their sum decides who must
 * confirm, which `tierStanding` sees to; here it is denied when it is above all tiers, as one transfer of it would be.
 */
export function structuring(
  rule: RuleOf<'structuring'>,
  facts: Facts,
  steps: readonly Step[],
  value: Valuer,
): RuleResult {
  const { asset } = facts;
  const unit = rule.unit ?? 'asset';
  const ceiling = rule.waivable ? parseMeasure(rule.ceiling, unit, asset.decimals) : null;
  const bound = steps.at(-1)?.upTo;
  if (bound === undefined) {
    const words = 'The policy has no tiers that transfers could be held against.';
    return denied('policy', rule.id, { code: 'NO_TIER', words });
  }
  const joined = joinedSum(rule, facts, steps, value);
  if (!joined.isKnown) return denied('policy', rule.id, joined);
  const { own, sum, others } = joined;
  const print = (units: bigint): string => printMeasure(units, unit, asset);
  const words =
    others === 0
      ? `No other transfer of this ${rule.scope} within the last ${durationWords(rule.windowSeconds)} is to be joined with this one.`
      : `With ${String(others)} of this ${rule.scope} just under the same end of a tier within the last ${durationWords(rule.windowSeconds)} ` +
        `this transfer makes ${print(sum)}, ${sum <= bound ? 'within' : 'above'} the highest tier of ${print(bound)}.`;
  const before = sum - own;
  const headroom = before < bound ? bound - before : 0n;
  return limited(
    rule.id,
    { unit, measured: sum, bound, headroom, ceiling },
    { code: 'LIMIT_STRUCTURING', words },
  );
}
