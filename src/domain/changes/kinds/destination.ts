import { type DestinationContent, DestinationContentSchema } from '../../address-book/destination.js';
import { destinationDirection } from '../../address-book/direction.js';
import { destinationSentences } from '../../address-book/sentences.js';
import { idPattern } from '../../values/identifier.js';
import { type KindRules, nobody } from './kind-rules.js';

/** Who may propose an entry of the address book, which way a change of it goes, and what it says to those who sign it. */
export const destinationRules: KindRules<DestinationContent> = {
  schema: DestinationContentSchema,
  proposers: ['operator', 'compliance', 'admin'],
  isSubject: (subject) => idPattern('dst').test(subject),
  canBeRemoved: true,
  direction: ({ before, after }) => destinationDirection(before, after),
  sentences: (subject, { before, after }, names) =>
    destinationSentences(before, after, { entry: subject, asset: (id) => names.asset(id) }),
  concerns: nobody,
};
