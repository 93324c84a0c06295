import { z } from 'zod';
import { OPERATIONAL_ROLES } from '../../identity/person.js';
import { noneTwice } from '../../values/contradiction.js';
import { idPattern } from '../../values/identifier.js';
import { type KindRules, nobody } from './kind-rules.js';

/** Lifts freezes by name. A freeze set after the proposal stays. */
export const UnfreezeContent = z.strictObject({
  freezes: z
    .array(z.string().regex(idPattern('frz')))
    .min(1)
    .max(100)
    .superRefine(noneTwice('a freeze is listed twice')),
  reason: z.string().min(1).max(280),
});
export type UnfreezeContent = z.output<typeof UnfreezeContent>;

export const unfreezeRules: KindRules<UnfreezeContent> = {
  schema: UnfreezeContent,
  proposers: OPERATIONAL_ROLES,
  isSubject: (subject) => idPattern('ufr').test(subject),
  canBeRemoved: false,
  direction: () => 'loosens',
  sentences: (_subject, { after }) =>
    after === null
      ? []
      : [
          `Lift ${after.freezes.length === 1 ? 'the freeze' : 'the freezes'} ${after.freezes.join(', ')}: ${JSON.stringify(after.reason)}.`,
        ],
  concerns: nobody,
};
