import { confirmerFault } from '../confirmations/answer-fault.js';
import type { Refusal } from '../errors.js';
import type { Person } from '../identity/person.js';
import type { UnixSeconds } from '../values/time.js';
import { type Answering, awaitedConfirmers } from './awaited.js';
import { placeFault } from './place-fault.js';

/** A clearance that waits for confirmations, with every answer to it. */
export type Confirming = Omit<Answering, 'barred'> & { readonly expiresAt: UnixSeconds };

const NOBODY_BARRED = new Set<never>();

/**
 * Why no confirmation of this person would be taken: a rule is against it, or it would fill no place. A rejection is
 * not asked this: every approver but the requester may give one, of whatever group.
 */
export function confirmationFault(person: Person, asked: Confirming, now: UnixSeconds): Refusal | undefined {
  const answeredBy = asked.answers.map(({ personId }) => personId);
  const awaited = awaitedConfirmers({ ...asked, barred: NOBODY_BARRED }, { people: [person], now });
  return (
    confirmerFault(person, { ...asked, answeredBy }, now) ??
    placeFault(awaited, person, { what: 'this transfer', now })
  );
}
