import { type Refusal, refusal } from '../errors.js';
import { type KeyId, type Person, isActive, usableKeys } from '../identity/person.js';
import { type Signature, signedWith, signingKey } from '../signatures/signature.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type Cancellation, cancellationDigest } from './cancellation-statement.js';
import type { Verdict } from './clearance.js';
import { type Requirement, fits } from './quorum.js';
import { evmKeyWords } from './requirement-words.js';

/** Who asked for a cancel, and of what. */
export interface CancelQuestion {
  readonly askedBy: PersonId | 'system';
  readonly requesterId: PersonId;
  /** What the relayed transfer's tier asked for. */
  readonly require: readonly Requirement[];
}

/** Why this person may not answer a cancel: one other confirmer is enough, never who wanted the transfer or its cancel. */
export function cancelAnswerFault(person: Person, question: CancelQuestion): Refusal | undefined {
  if (person.id === question.requesterId)
    return refusal('SOD', 'nobody answers the cancel of a transfer that they requested');
  if (person.id === question.askedBy) return refusal('SOD', 'nobody answers a cancel that they asked for');
  const isAsked = question.require.some(({ group }) => person.groups.includes(group));
  if (isActive(person) && person.roles.includes('approver') && isAsked) return undefined;
  return refusal('FORBIDDEN', 'only an approver of a group that confirmed the transfer answers its cancel');
}

/** Why this key may not confirm a cancel: the transfer's tier asks this person's groups for EVM keys alone. */
export function cancelKeyFault(
  { groups }: Person,
  { require }: CancelQuestion,
  { verdict, signature }: Pick<CancelAnswer, 'verdict' | 'signature'>,
): Refusal | undefined {
  if (verdict.decision === 'reject' || fits(require, { groups, key: signedWith(signature) }))
    return undefined;
  return refusal('EVM_KEY_REQUIRED', evmKeyWords('this cancel'));
}

/** One person's signed answer to a cancel. */
export interface CancelAnswer {
  readonly personId: PersonId;
  readonly keyId: KeyId;
  readonly verdict: Verdict;
  readonly signature: Signature;
}

/** True only if it is signed over this exact cancel by somebody who may answer it, with a key that is usable at `now`. */
export async function isGenuineCancelAnswer(
  answer: CancelAnswer,
  check: {
    readonly cancellation: Cancellation;
    readonly question: CancelQuestion;
    readonly signer: Person | undefined;
    readonly now: UnixSeconds;
  },
): Promise<boolean> {
  const { cancellation, question, signer, now } = check;
  if (signer?.id !== answer.personId || cancelAnswerFault(signer, question)) return false;
  const digest = cancellationDigest(cancellation, answer.verdict);
  const key = await signingKey(digest, answer.signature, usableKeys(signer, 'confirmation', now));
  return key?.id === answer.keyId && cancelKeyFault(signer, question, answer) === undefined;
}
