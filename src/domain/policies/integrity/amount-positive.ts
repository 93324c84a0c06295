import type { Facts } from '../facts.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

const RULE = 'amount-positive';

/** A transfer of nothing moves no money but burns a nonce, and feeds address poisoning. */
export function amountPositive({ amount }: Facts): RuleResult {
  if (amount > 0n) return allowed('integrity', RULE, 'The amount is more than zero.');
  return denied('integrity', RULE, { code: 'AMOUNT_ZERO', words: 'The amount is zero.' });
}
