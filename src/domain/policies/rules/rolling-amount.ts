import { formatAmount, parseAmount } from '../../values/amount.js';
import type { Facts } from '../facts.js';
import type { RollingAmountRule } from '../policy.js';
import { type RuleResult, limited } from '../rule-result.js';
import { scopeKey } from '../scopes.js';

/**
 * Bounds what moves within any window of the given length: what is held and settled plus this transfer. Without
 * exactly one fact about the use so far it throws, which `decide` turns into a denial: unknown is not zero.
 */
export function rollingAmount(rule: RollingAmountRule, facts: Facts): RuleResult {
  const { decimals, symbol } = facts.asset;
  const max = parseAmount(rule.max, decimals);
  const ceiling = rule.waivable ? parseAmount(rule.ceiling, decimals) : null;
  const used = usedBefore(rule, facts);
  const measured = used + facts.amount;
  const headroom = used < max ? max - used : 0n;
  const print = (units: bigint): string => `${formatAmount(units, decimals)} ${symbol}`;
  const words =
    `With ${print(used)} already used, this transfer makes ${print(measured)}, ` +
    `${measured <= max ? 'within' : 'above'} the limit of ${print(max)} per ${inWords(rule.windowSeconds)} ` +
    `for this ${rule.scope === 'safe' ? 'Safe' : rule.scope}.`;
  return limited(rule.id, { measured, bound: max, headroom, ceiling }, { code: 'LIMIT_WINDOW', words });
}

function usedBefore(rule: RollingAmountRule, facts: Facts): bigint {
  const [usage, ...others] = facts.rolling.filter((each) => each.ruleId === rule.id);
  if (usage === undefined) throw new TypeError('the use of this limit so far is not known');
  if (others.length > 0) throw new TypeError('the use of this limit so far is stated more than once');
  if (usage.scopeKey !== scopeKey(rule, facts))
    throw new TypeError('the use so far was counted for something else');
  return usage.used;
}

function inWords(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, name] = units.find(([length]) => seconds % length === 0) ?? [1, 'second'];
  const count = seconds / size;
  return count === 1 ? name : `${String(count)} ${name}s`;
}
