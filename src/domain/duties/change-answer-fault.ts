import type { ChangeDecision, GovernedChange } from '../changes/change.js';
import { keyFault } from '../confirmations/answer-fault.js';
import { requirementWords } from '../confirmations/requirement-words.js';
import { type Refusal, refusal } from '../errors.js';
import {
  demandOf,
  hasApproved,
  isApprovalAwaited,
  mayStillAnswer,
  openPlaces,
  peopleConcerned,
} from '../register/judge.js';
import { type ChangeRecord, isOpen } from '../register/ledger.js';
import type { Registered } from '../register/registered.js';
import type { PersonId } from '../values/identifier.js';
import { placeFault } from './place-fault.js';

type Record = ChangeRecord & { readonly change: GovernedChange };

/** What somebody means to say of a change. */
export interface Meant {
  readonly personId: PersonId;
  readonly decision: ChangeDecision;
}

/**
 * Why this answer would be refused, or, if it approves, would count for nothing: a rule is against it, or it would fill
 * no place. A rejection is not asked for a place: anyone of the quorum may give one.
 */
export function changeAnswerFault(register: Registered, record: Record, meant: Meant): Refusal | undefined {
  const { ledger, people } = register;
  const { change, status } = record;
  const { personId, decision } = meant;
  if (!isOpen(status)) return refusal('STATE_CONFLICT', `a change that is ${status.state} takes no answer`);
  const barred = entitlementFault(register, change, meant);
  if (barred || decision !== 'approve') return barred;
  if (hasApproved(ledger, record, personId))
    return refusal('ALREADY_CONFIRMED', 'you have approved this change already; one person counts once');
  const person = people.get(personId);
  if (!person) return refusal('PERSON_NOT_FOUND', 'no such person');
  const groups = openPlaces(ledger, record).map((place) => ({ ...place, people: [] }));
  const awaited = isApprovalAwaited(ledger, record, personId) ? [person] : [];
  return (
    keyFault(person, ledger.clock) ??
    placeFault({ groups, people: awaited }, person, { what: 'this change', now: ledger.clock })
  );
}

/** Who may not answer at all (invariant 10). */
function entitlementFault(
  { ledger }: Registered,
  change: GovernedChange,
  { personId, decision }: Meant,
): Refusal | undefined {
  const isProposer = personId === change.proposerId;
  if (decision === 'withdraw')
    return isProposer
      ? undefined
      : refusal('FORBIDDEN', 'only its proposer withdraws a change; others reject it');
  if (isProposer) return refusal('SOD', 'nobody approves a change that they proposed');
  if (peopleConcerned(ledger, change).includes(personId))
    return refusal('SOD', 'nobody approves a change that is about them');
  if (mayStillAnswer(ledger, change, personId)) return undefined;
  const { require } = demandOf(ledger, change);
  return refusal('FORBIDDEN', `this change is approved by ${requirementWords(require)}`);
}
