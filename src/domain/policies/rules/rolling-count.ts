import type { Facts } from '../facts.js';
import { printMeasure } from '../measure.js';
import type { RuleOf } from '../policy.js';
import { refillWords, rollingUse, rollingWords } from '../rolling-use.js';
import { type RuleResult, limited } from '../rule-result.js';

/** Bounds how many transfers are made within any window of the given length, this one included, however small they are. */
export function rollingCount(rule: RuleOf<'rolling-count'>, facts: Facts): RuleResult {
  const max = BigInt(rule.max);
  const ceiling = rule.waivable ? BigInt(rule.ceiling) : null;
  const use = rollingUse(rule, facts);
  const measured = use.used + 1n;
  const isWithin = measured <= max;
  const print = (count: bigint): string => printMeasure(count, 'count', facts.asset);
  const words =
    `With this one it is ${print(measured)}, ${isWithin ? 'within' : 'above'} the limit of ${print(max)} ` +
    `${rollingWords(rule)}.` +
    (isWithin ? '' : refillWords(use, { max, unit: 'count' }, facts));
  const headroom = use.used < max ? max - use.used : 0n;
  return limited(
    rule.id,
    { unit: 'count', measured, bound: max, headroom, ceiling },
    { code: 'LIMIT_COUNT', words },
  );
}
