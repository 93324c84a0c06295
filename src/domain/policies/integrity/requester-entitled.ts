import type { Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'requester-entitled';
const PASSED = passed(RULE, 'The requester is an active operator.');

/** Rights are read again for each decision, so nobody who has left or lost the role gets a transfer relayed. */
export function requesterEntitled({ requester }: Facts): RuleResult {
  const deny = (words: string) => denied('integrity', RULE, { code: 'FORBIDDEN', words });
  if (!requester.isActive) return deny('The requester is no longer active.');
  if (!requester.roles.includes('operator')) return deny('The requester is not an operator.');
  return PASSED;
}
