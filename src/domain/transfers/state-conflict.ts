import { DomainError } from '../errors.js';
import type { Transfer } from './transfer.js';

/** @throws DomainError STATE_CONFLICT always */
export function conflict(transfer: Transfer, event: { readonly kind: string }): never {
  throw new DomainError(
    'STATE_CONFLICT',
    `a transfer that is ${transfer.state} cannot ${event.kind.replace('-', ' ')}`,
  );
}
