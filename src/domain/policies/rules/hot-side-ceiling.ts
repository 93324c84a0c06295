import type { z } from 'zod';
import { againstLimit } from '../against-limit.js';
import type { Facts } from '../facts.js';
import { limitForms } from '../policy-parts.js';
import type { Valuer } from '../price.js';
import { isMaxLower } from '../readable-numbers.js';
import { type RuleResult, denied } from '../rule-result.js';
import { amountWords, waiverWords } from '../rule-words.js';
import type { LimitKind } from './rule-kind.js';

const shape = limitForms('hot-side-ceiling', {});
type HotSideCeiling = z.infer<typeof shape>;

/**
 * Limits what a destination holds of the asset after the transfer, because an intruder can take whatever is hot.
 * Transfers in flight from other Safes count as well, so that two of them cannot exceed the ceiling together.
 */
export const hotSideCeiling = {
  kind: 'hot-side-ceiling',
  shape,
  evaluate,
  words: (rule, names) => {
    // Names the asset for a limit in US dollars, which is not a sum over all assets of the destination.
    const what = rule.unit === 'usd' ? ' of the asset that is transferred' : '';
    return `a destination holds at most ${amountWords(rule.max, rule, names)} after a transfer${what}, ${waiverWords(rule)}.`;
  },
  compared: ['max'],
  isTighter: isMaxLower,
  limit: { isOfOneTransfer: false, bindsOneTransfer: () => true, isWider: () => true },
} satisfies LimitKind<HotSideCeiling>;

function evaluate(rule: HotSideCeiling, facts: Facts, value: Valuer): RuleResult {
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
