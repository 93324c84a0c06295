import { DomainError } from '../../../domain/errors.js';

/** Too many attempts from one network address; the answer says when to come back. */
export class RateLimited extends DomainError {
  constructor(readonly retryAfterSeconds: number) {
    super('RATE_LIMITED', 'too many attempts from this network address');
  }
}
