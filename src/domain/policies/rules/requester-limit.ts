import type { z } from 'zod';
import { parseId } from '../../values/identifier.js';
import { againstLimit } from '../against-limit.js';
import { limitForms, personId } from '../policy-parts.js';
import { isMaxLower } from '../readable-numbers.js';
import { amountWords, waiverWords } from '../rule-words.js';
import type { LimitKind } from './rule-kind.js';

const shape = limitForms('requester-limit', { personId });

/** Limits what one named person may move in one transfer. It applies only to that person's transfers. */
export const requesterLimit = {
  kind: 'requester-limit',
  shape,
  evaluate: (rule, facts, value) =>
    againstLimit(rule, facts, value, {
      before: 0n,
      code: 'LIMIT_REQUESTER',
      say: (measured, is, max) => `A transfer of ${measured} is ${is} this requester's own limit of ${max}.`,
    }),
  words: (rule, names) => {
    const person = JSON.stringify(names.person(parseId('per', rule.personId)));
    return `at most ${amountWords(rule.max, rule, names)} in one transfer that ${person} requests, ${waiverWords(rule)}.`;
  },
  compared: ['max'],
  isTighter: isMaxLower,
  limit: {
    isOfOneTransfer: true,
    bindsOneTransfer: () => false,
    isWider: (rule, other) => rule.personId === other.personId,
  },
} satisfies LimitKind<z.infer<typeof shape>>;
