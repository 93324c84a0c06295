import { isGoverned } from '../domain/changes/change.js';
import { mayStillAnswer } from '../domain/register/judge.js';
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
  const hasAnswered = answers.some((each) => each.personId === personId);
  return !hasAnswered && mayStillAnswer(ledger, change, personId);
}
