import { type Refusal, refusal } from '../errors.js';
import { type Person, bestKeyKind, isActive, usableKeys } from '../identity/person.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type Requirement, fits } from './quorum.js';
import { evmKeyWords } from './requirement-words.js';

/** A clearance that is being answered. */
export interface AnswerQuestion {
  readonly requesterId: PersonId;
  /** Who has answered this revision. */
  readonly answeredBy: readonly string[];
}

/** Why somebody's answer to a clearance is not even verified. */
export function answerFault(personId: PersonId, asked: AnswerQuestion): Refusal | undefined {
  if (personId === asked.requesterId) return refusal('SOD', 'nobody confirms a transfer that they requested');
  if (asked.answeredBy.includes(personId))
    return refusal('ALREADY_CONFIRMED', 'you have answered this revision already; one person counts once');
  return undefined;
}

/** Why nothing that this person signed would confirm anything: it would be refused, or would not count. */
export function confirmerFault(
  person: Person,
  asked: AnswerQuestion & { readonly require: readonly Requirement[]; readonly expiresAt: UnixSeconds },
  now: UnixSeconds,
): Refusal | undefined {
  const fault = answerFault(person.id, asked);
  if (fault) return fault;
  if (now >= asked.expiresAt) return refusal('EXPIRED', 'the intent has expired');
  if (!isActive(person) || !person.roles.includes('approver'))
    return refusal('FORBIDDEN', 'only approvers confirm transfers');
  return fillFault(person, { require: asked.require, what: 'this transfer' }, now);
}

/** A quorum, and what its people sign. */
export interface Filling {
  readonly require: readonly Requirement[];
  readonly what: string;
}

/** Why this person could fill no place of a quorum, were it empty. */
export function fillFault(person: Person, filling: Filling, now: UnixSeconds): Refusal | undefined {
  if (!filling.require.some(({ group }) => person.groups.includes(group)))
    return refusal('FORBIDDEN', 'you are in none of the groups that must sign it');
  return keyFault(person, now) ?? kindFault(person, filling, now);
}

/** Why no key of this person fills a place that its groups have. */
export function kindFault(person: Person, { require, what }: Filling, now: UnixSeconds): Refusal | undefined {
  const key = bestKeyKind(person, now) ?? 'passkey';
  if (fits(require, { groups: person.groups, key })) return undefined;
  return refusal('EVM_KEY_REQUIRED', evmKeyWords(what));
}

/** Why nothing that this person signs now counts. */
export function keyFault(person: Person, now: UnixSeconds): Refusal | undefined {
  if (usableKeys(person, 'confirmation', now).length > 0) return undefined;
  return refusal('KEY_NOT_ENROLLED', 'you have no key that may sign now');
}
