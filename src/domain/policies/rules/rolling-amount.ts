import { boundsOf } from '../bounds.js';
import type { Facts } from '../facts.js';
import { printMeasure } from '../measure.js';
import type { RuleOf } from '../policy.js';
import type { Valuer } from '../price.js';
import { refillWords, rollingUse, rollingWords } from '../rolling-use.js';
import { type RuleResult, denied, limited } from '../rule-result.js';

/** Bounds what moves within any window of the given length: what is held and settled plus this transfer. */
export function rollingAmount(rule: RuleOf<'rolling-amount'>, facts: Facts, value: Valuer): RuleResult {
  const { asset } = facts;
  const bounds = boundsOf(rule, asset);
  const { unit, max, ceiling } = bounds;
  const worth = unit === 'usd' ? value(facts.amount) : { isKnown: true as const, value: facts.amount };
  if (!worth.isKnown) return denied('policy', rule.id, worth);
  const use = rollingUse(rule, facts);
  const measured = use.used + worth.value;
  const isWithin = measured <= max;
  const print = (units: bigint): string => printMeasure(units, unit, asset);
  const words =
    `With ${print(use.used)} already used, this transfer makes ${print(measured)}, ` +
    `${isWithin ? 'within' : 'above'} the limit of ${bounds.maxWords} ${rollingWords(rule)}.` +
    (isWithin ? '' : refillWords(use, bounds, facts));
  const headroom = use.used < max ? max - use.used : 0n;
  return limited(rule.id, { unit, measured, bound: max, headroom, ceiling }, { code: 'LIMIT_WINDOW', words });
}
