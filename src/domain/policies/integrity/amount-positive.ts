import type { Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'amount-positive';
const PASSED = passed(RULE, 'The amount is more than zero.');

/** A transfer of nothing is refused: it moves no money, burns a nonce, and helps address poisoning. */
export function amountPositive({ amount }: Facts): RuleResult {
  if (amount > 0n) return PASSED;
  return denied('integrity', RULE, { code: 'AMOUNT_ZERO', words: 'The amount is zero.' });
}
