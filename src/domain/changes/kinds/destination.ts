import { type DestinationContent, DestinationContentSchema } from '../../address-book/destination.js';
import { destinationDirection } from '../../address-book/direction.js';
import { destinationSentences } from '../../address-book/sentences.js';
import { idPattern } from '../../values/identifier.js';
import { type KindRules, nobody } from './kind-rules.js';

/** The rules of address book entries: who may propose one, which way a change goes, and what its signers read. */
export const destinationRules: KindRules<DestinationContent> = {
  schema: DestinationContentSchema,
  proposers: ['operator', 'compliance', 'admin'],
  isSubject: (subject) => idPattern('dst').test(subject),
  canBeRemoved: true,
  direction: ({ before, after }) => destinationDirection(before, after),
  inheriting: ({ approvedAt }, after) => ({ ...(approvedAt !== undefined && { approvedAt }), ...after }),
  sentences: (subject, { before, after }, names) =>
    destinationSentences(before, after, { entry: subject, asset: (id) => names.asset(id) }),
  concerns: nobody,
};
