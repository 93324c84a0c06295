import { type PolicyDocument, PolicyDocumentSchema } from './policy.js';
import { isTimeZone } from './local-time.js';
import { zoneFault } from './zone-fault.js';

/**
 * A policy that is yet to be signed. It is held to more than one that was: what is stored must be read, and decide, as
 * it always did.
 */
export const PolicyDraftSchema = PolicyDocumentSchema.superRefine(({ rules }: PolicyDocument, context) => {
  rules.forEach((rule, index) => {
    // What is no zone at all the document's own schema has refused already.
    const isZone = rule.kind === 'business-hours' && isTimeZone(rule.timeZone);
    const message = isZone ? zoneFault(rule.timeZone) : undefined;
    if (message !== undefined)
      context.addIssue({ code: 'custom', path: ['rules', index, 'timeZone'], message });
  });
});
