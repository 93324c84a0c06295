import { againstLimit } from '../against-limit.js';
import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import type { Valuer } from '../price.js';
import { type RuleResult, denied } from '../rule-result.js';

/**
 * Bounds what a destination holds of the asset once the transfer is there: what is hot is what an intruder can take. What
 * other Safes have on its way there counts as being there, so that two of them cannot pass the ceiling together.
 */
export function hotSideCeiling(rule: RuleOf<'hot-side-ceiling'>, facts: Facts, value: Valuer): RuleResult {
  if (facts.balances === null) {
    const words = "The destination's balance could not be read.";
    return denied('policy', rule.id, { code: 'BALANCE_UNAVAILABLE', words });
  }
  const { destination, incoming = 0n } = facts.balances;
  const after = incoming === 0n ? 'this transfer' : `this transfer and those on their way there`;
  return againstLimit(rule, facts, value, {
    before: destination + incoming,
    code: 'LIMIT_HOT_CEILING',
    say: (measured, is, max) =>
      `After ${after} the destination holds ${measured}, ${is} its ceiling of ${max}.`,
  });
}
