import type { z } from 'zod';
import { againstLimit } from '../against-limit.js';
import { limitForms } from '../policy-parts.js';
import { isMaxLower } from '../readable-numbers.js';
import { amountWords, waiverWords } from '../rule-words.js';
import type { LimitKind } from './rule-kind.js';

const shape = limitForms('amount-per-transfer', {});

/** Limits the amount of one transfer. The bound itself is allowed. Sums of transfers are not its concern. */
export const amountPerTransfer = {
  kind: 'amount-per-transfer',
  shape,
  needed: 'for-each-asset',
  evaluate: (rule, facts, value) =>
    againstLimit(rule, facts, value, {
      before: 0n,
      code: 'LIMIT_PER_TX',
      say: (measured, is, max) => `A transfer of ${measured} is ${is} the limit of ${max} per transfer.`,
    }),
  words: (rule, names) =>
    `at most ${amountWords(rule.max, rule, names)} in one transfer, ${waiverWords(rule)}.`,
  compared: ['max'],
  isTighter: isMaxLower,
  limit: { isOfOneTransfer: true, bindsOneTransfer: () => true, isWider: () => true },
} satisfies LimitKind<z.infer<typeof shape>>;
