import { z } from 'zod';
import { compareDecimals } from '../../values/amount.js';
import { durationWords } from '../duration-words.js';
import type { Facts } from '../facts.js';
import { joinedSum } from '../joined-sum.js';
import { parseMeasure, printMeasure } from '../measure.js';
import { fraction, measureForms, windowSeconds } from '../policy-parts.js';
import type { Valuer } from '../price.js';
import { type RuleResult, denied, limited } from '../rule-result.js';
import { assetName, lengthWords, scopeName, waiverWords } from '../rule-words.js';
import type { RecentMatch, ScopeFacts } from '../scopes.js';
import type { RuleKind, StepsIn } from './rule-kind.js';

/** `margin` is how close below a tier's upper end counts as just under it. */
const shape = measureForms('structuring', {
  scope: z.enum(['safe', 'destination', 'requester']),
  windowSeconds,
  margin: fraction,
});
type Structuring = z.infer<typeof shape>;

/**
 * Treats transfers just under the same tier end as one large transfer that was split. `tierStanding` uses their sum to
 * decide who must confirm. This rule denies a sum above all tiers, as for one transfer of that size.
 */
export const structuring = {
  kind: 'structuring',
  shape,
  evaluate,
  words: (rule, names) => {
    const what = rule.unit === 'usd' ? 'in US dollars' : `of ${assetName(rule.assetId, names)}`;
    return `transfers of one ${scopeName(rule.scope)} within ${lengthWords(rule)} that are each less than ${rule.margin} of the end below the same end of a tier ${what} are joined, and confirmed as their sum, ${waiverWords(rule)}.`;
  },
  compared: ['windowSeconds', 'margin'],
  isTighter: (before, after) =>
    after.windowSeconds >= before.windowSeconds && compareDecimals(after.margin, before.margin) >= 0,
  recent,
} satisfies RuleKind<Structuring>;

function evaluate(rule: Structuring, facts: Facts, value: Valuer, stepsIn: StepsIn): RuleResult {
  const unit = rule.unit ?? 'asset';
  const steps = stepsIn(unit);
  const { asset } = facts;
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

function recent(rule: Structuring, facts: ScopeFacts): RecentMatch | null {
  const { safe, asset, destination, requester } = facts;
  const of = rule.unit === 'usd' ? {} : { assetId: asset.id };
  switch (rule.scope) {
    case 'safe':
      return { ...of, safeId: safe.id };
    case 'requester':
      return { ...of, requesterId: requester.personId };
    case 'destination':
      return destination && { ...of, destinationId: destination.id };
  }
}
