import { DomainError } from '../../../domain/errors.js';

/** Too many attempts; the answer says when to come back. */
export class RateLimited extends DomainError {
  constructor(
    readonly retryAfterSeconds: number,
    detail = 'too many attempts from this network address',
  ) {
    super('RATE_LIMITED', detail);
  }
}
