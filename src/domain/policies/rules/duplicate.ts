import { durationWords } from '../duration-words.js';
import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import { recentOf } from '../recent-transfers.js';
import { type RuleResult, limited } from '../rule-result.js';

/** The same transfer again within the window: a second click, a second ticket, or a replay. */
export function duplicate(rule: RuleOf<'duplicate'>, facts: Facts): RuleResult {
  const earlier = recentOf(rule, facts).filter((each) => each.amount === facts.amount);
  const count = BigInt(earlier.length);
  const last = earlier[0]?.transferId;
  const window = durationWords(rule.windowSeconds);
  const words =
    last === undefined
      ? `No transfer of this amount to this destination within the last ${window}.`
      : `The same amount went to this destination within the last ${window} already, last in ${last}.`;
  return limited(
    rule.id,
    {
      unit: 'count',
      measured: count + 1n,
      bound: 1n,
      headroom: count === 0n ? 1n : 0n,
      ceiling: rule.waivable ? BigInt(rule.ceiling) : null,
    },
    { code: 'DUPLICATE_TRANSFER', words },
  );
}
