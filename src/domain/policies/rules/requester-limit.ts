import { againstLimit } from '../against-limit.js';
import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import type { Valuer } from '../price.js';
import type { RuleResult } from '../rule-result.js';

/** Bounds what one named person may move in one transfer. It is asked only about that person's transfers. */
export function requesterLimit(rule: RuleOf<'requester-limit'>, facts: Facts, value: Valuer): RuleResult {
  return againstLimit(rule, facts, value, {
    before: 0n,
    code: 'LIMIT_REQUESTER',
    say: (measured, is, max) => `A transfer of ${measured} is ${is} this requester's own limit of ${max}.`,
  });
}
