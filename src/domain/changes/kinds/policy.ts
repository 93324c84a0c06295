import { type PolicyDocument, PolicyDocumentSchema } from '../../policies/policy.js';
import { policyDirection } from '../../policies/policy-direction.js';
import { policySentences } from '../../policies/policy-sentences.js';
import { type KindRules, nobody } from './kind-rules.js';

export const POLICY = 'policy';

/** The policy as one governed object. Its direction and sentences are derived from the documents before and after. */
export const policyRules: KindRules<PolicyDocument> = {
  schema: PolicyDocumentSchema,
  proposers: ['admin', 'compliance'],
  isSubject: (subject) => subject === POLICY,
  canBeRemoved: false,
  direction: ({ before, after }) =>
    before === null || after === null ? 'loosens' : policyDirection(before, after),
  sentences: (_subject, { before, after }, names) =>
    after === null ? [] : policySentences(before, after, names),
  concerns: nobody,
};
