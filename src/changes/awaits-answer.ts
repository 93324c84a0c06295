import { isGoverned } from '../domain/changes/change.js';
import { mayAnswerNow } from '../domain/register/judge.js';
import type { ChangeRecord } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import type { PersonId } from '../domain/values/identifier.js';

/** Whether a change waits for this person's answer, by the rule that takes it. */
export function awaitsAnswerOf(
  { ledger }: Registered,
  { change, status, answers }: ChangeRecord,
  personId: PersonId,
): boolean {
  if (status.state !== 'proposed' || !isGoverned(change)) return false;
  return mayAnswerNow(ledger, { change, answers }, personId);
}
