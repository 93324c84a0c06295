import { DomainError } from '../../../domain/errors.js';
import { STATUS } from './status.js';

/** How long to wait where nobody counts how long: one would be let through sooner, or refused once more. */
export const PATIENCE_SECONDS = 60;

/** Too many attempts; the answer says when to come back. */
export class RateLimited extends DomainError {
  constructor(
    readonly retryAfterSeconds: number,
    detail = 'too many attempts from this network address',
  ) {
    super('RATE_LIMITED', detail);
  }
}

/** What Retry-After says of a refusal; undefined where coming back later is no remedy. Every 429 has one (RFC 6585). */
export function retryAfterOf(refused: DomainError): number | undefined {
  if (refused instanceof RateLimited) return Math.max(1, Math.ceil(refused.retryAfterSeconds));
  return STATUS[refused.code] === 429 ? PATIENCE_SECONDS : undefined;
}
