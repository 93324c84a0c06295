import type { Facts } from '../facts.js';
import type { PolicyDocument } from '../policy.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'not-expired';
const PASSED = passed(RULE, 'The intent has not expired.');

/** An intent lives for a bounded time: it is dead at its expiry, and the policy limits how far ahead that may be. */
export function notExpired(
  { now, expiresAt, stage }: Facts,
  { maxExpirySeconds }: PolicyDocument,
): RuleResult {
  if (now >= expiresAt)
    return denied('integrity', RULE, { code: 'EXPIRED', words: 'The intent has expired.' });
  if (stage === 'request' && expiresAt - now > maxExpirySeconds) {
    const words = `The intent would expire later than the ${String(maxExpirySeconds)} seconds that the policy allows.`;
    return denied('integrity', RULE, { code: 'EXPIRY_TOO_FAR', words });
  }
  return PASSED;
}
