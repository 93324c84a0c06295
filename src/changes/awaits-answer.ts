import { isGoverned } from '../domain/changes/change.js';
import { isApprovalAwaited } from '../domain/register/judge.js';
import { type ChangeRecord, isOpen } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import type { PersonId } from '../domain/values/identifier.js';

/** Whether a change waits for this person's answer: their approval would be taken, and count. */
export function awaitsAnswerOf(
  { ledger }: Registered,
  { change, status, answers }: ChangeRecord,
  personId: PersonId,
): boolean {
  if (!isOpen(status) || !isGoverned(change)) return false;
  return isApprovalAwaited(ledger, { change, answers }, personId);
}
