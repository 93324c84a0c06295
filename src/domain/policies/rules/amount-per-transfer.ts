import { againstLimit } from '../against-limit.js';
import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import type { Valuer } from '../price.js';
import type { RuleResult } from '../rule-result.js';

/** Bounds what one transfer may move; exactly the bound is allowed. It says nothing about a sum of transfers. */
export function amountPerTransfer(
  rule: RuleOf<'amount-per-transfer'>,
  facts: Facts,
  value: Valuer,
): RuleResult {
  return againstLimit(rule, facts, value, {
    before: 0n,
    code: 'LIMIT_PER_TX',
    say: (measured, is, max) => `A transfer of ${measured} is ${is} the limit of ${max} per transfer.`,
  });
}
