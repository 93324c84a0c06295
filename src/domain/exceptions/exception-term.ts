import { type Refusal, refusal } from '../errors.js';
import type { UnixSeconds } from '../values/time.js';

const DAY = 86_400;
const TERM_MAX_SECONDS = 7 * DAY;

export interface Term {
  readonly now: UnixSeconds;
  readonly transferExpiresAt: UnixSeconds;
}

/** An exception ends with its transfer at the latest and lives for 7 days at most, so that none is left lying about. */
export function exceptionTermFault(expiresAt: UnixSeconds, term: Term): Refusal | undefined {
  if (expiresAt <= term.now) return refusal('EXPIRED', 'the exception has expired already');
  if (expiresAt > term.transferExpiresAt)
    return refusal('EXPIRY_TOO_FAR', 'an exception does not outlive its transfer');
  if (expiresAt - term.now > TERM_MAX_SECONDS)
    return refusal('EXPIRY_TOO_FAR', 'an exception lives for 7 days at most');
  return undefined;
}
