import type { z } from 'zod';
import { againstLimit } from '../against-limit.js';
import type { Facts } from '../facts.js';
import { limitForms } from '../policy-parts.js';
import type { Valuer } from '../price.js';
import { isMaxLower } from '../readable-numbers.js';
import { type RuleResult, allowed } from '../rule-result.js';
import { amountWords, waiverWords } from '../rule-words.js';
import type { LimitKind } from './rule-kind.js';

const shape = limitForms('first-transfer', {});
type FirstTransfer = z.infer<typeof shape>;

/**
 * Until a transfer of the asset to the destination has settled, each may only be a canary, whatever the entry says.
 * Transfers in flight prove nothing. It throws without the entry's terms, because then nobody knows what has settled.
 */
export const firstTransfer = {
  kind: 'first-transfer',
  shape,
  evaluate,
  words: (rule, names) =>
    `at most ${amountWords(rule.max, rule, names)} in one transfer until one has settled at the destination, ${waiverWords(rule)}.`,
  compared: ['max'],
  isTighter: isMaxLower,
  limit: { isOfOneTransfer: true, bindsOneTransfer: () => false, isWider: () => true },
} satisfies LimitKind<FirstTransfer>;

function evaluate(rule: FirstTransfer, facts: Facts, value: Valuer): RuleResult {
  const settled = facts.destination?.terms?.settledTransfers;
  if (settled === undefined) throw new TypeError('it is not known what has settled at the destination');
  const { symbol } = facts.asset;
  if (settled > 0) {
    const words = `The destination has received ${symbol} before: ${String(settled)} settled.`;
    return allowed('policy', rule.id, words);
  }
  return againstLimit(rule, facts, value, {
    before: 0n,
    code: 'FIRST_TRANSFER_CANARY',
    say: (measured, is, max) =>
      `No transfer of ${symbol} to this destination has settled yet; ${measured} is ${is} the ${max} that may go first.`,
  });
}
