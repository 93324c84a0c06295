import { formatAmount, parseAmount } from '../../values/amount.js';
import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import { type RuleResult, limited } from '../rule-result.js';

/** Bounds what one transfer may move; exactly the bound is allowed. It says nothing about a sum of transfers. */
export function amountPerTransfer(rule: RuleOf<'amount-per-transfer'>, facts: Facts): RuleResult {
  const { amount } = facts;
  if (rule.unit === 'usd') throw new TypeError('limits in US dollars are not evaluated yet');
  const { decimals, symbol } = facts.asset;
  const max = parseAmount(rule.max, decimals);
  const ceiling = rule.waivable ? parseAmount(rule.ceiling, decimals) : null;
  const measured = `${formatAmount(amount, decimals)} ${symbol}`;
  const bound = `${formatAmount(max, decimals)} ${symbol}`;
  const words = `A transfer of ${measured} is ${amount <= max ? 'within' : 'above'} the limit of ${bound} per transfer.`;
  return limited(
    rule.id,
    { unit: 'asset', measured: amount, bound: max, headroom: max, ceiling },
    { code: 'LIMIT_PER_TX', words },
  );
}
