import { formatAmount, parseAmount } from '../../values/amount.js';
import type { Facts } from '../facts.js';
import type { AmountPerTransferRule } from '../policy.js';
import { type RuleResult, limited } from '../rule-result.js';

/** Bounds what one transfer may move; exactly the bound is allowed. It says nothing about a sum of transfers. */
export function amountPerTransfer(rule: AmountPerTransferRule, facts: Facts): RuleResult {
  const { amount } = facts;
  const { decimals, symbol } = facts.asset;
  const max = parseAmount(rule.max, decimals);
  const ceiling = rule.waivable ? parseAmount(rule.ceiling, decimals) : null;
  const measured = `${formatAmount(amount, decimals)} ${symbol}`;
  const bound = `${formatAmount(max, decimals)} ${symbol}`;
  const words = `A transfer of ${measured} is ${amount <= max ? 'within' : 'above'} the limit of ${bound} per transfer.`;
  return limited(
    rule.id,
    { measured: amount, bound: max, headroom: max, ceiling },
    { code: 'LIMIT_PER_TX', words },
  );
}
