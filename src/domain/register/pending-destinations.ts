import { type Destination, parseDestinationContent } from '../address-book/destination.js';
import { type ChangeId, parseId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import type { Registered } from './registered.js';

/** An entry of the address book that is approved, and begins only later. */
export interface PendingDestination {
  readonly entry: Destination;
  readonly change: ChangeId;
  readonly activeFrom: UnixSeconds;
}

/**
 * New entries that are approved and wait for their delay. Until it is over they are no destination: they may still be
 * rejected, and their quorum is counted again when they fall due.
 */
export function pendingDestinations(register: Registered): readonly PendingDestination[] {
  return [...register.ledger.open].flatMap((id): readonly PendingDestination[] => {
    const record = register.ledger.changes.get(id);
    if (record?.status.state !== 'approved' || record.change.kind !== 'destination') return [];
    const { subject, content } = record.change;
    if (content === null || register.destination(subject) !== undefined) return [];
    const { activeFrom } = record.status;
    const parsed = parseDestinationContent(content);
    const entry = { ...parsed, id: parseId('dst', subject), approvedAt: activeFrom, removedAt: null };
    return [{ entry, change: id, activeFrom }];
  });
}
