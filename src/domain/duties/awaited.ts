import { type CancelQuestion, cancelAnswerFault } from '../confirmations/cancellation.js';
import { type CountableConfirmation, type Requirement, fits, quorumMet } from '../confirmations/quorum.js';
import { type Person, bestKeyKind, evmKeyId, isActive, usableKey } from '../identity/person.js';
import type { Decision } from '../policies/decision.js';
import type { PolicyDocument } from '../policies/policy.js';
import type { RuleResult } from '../policies/rule-result.js';
import { type Excepted, type Waivable, excepted, hasExcepted } from '../policies/waive.js';
import type { Awaited, Named } from '../transfers/awaited.js';
import type { Excepting } from '../transfers/waits-for.js';
import type { Address } from '../values/address.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { mayAct } from './abilities.js';

/** The people of now, among whom somebody is looked for. */
export interface Everybody {
  readonly people: readonly Person[];
  readonly now: UnixSeconds;
}

/** A quorum that is being answered. */
export interface Answering {
  readonly require: readonly Requirement[];
  /** Every answer that was given, whether or not it counts: nobody answers twice. */
  readonly answers: readonly CountableConfirmation[];
  readonly requesterId: PersonId;
  /** Who may not confirm it any more, because they could not re-key it. */
  readonly barred: ReadonlySet<PersonId>;
}

/** Whose confirmation would bring a quorum nearer, by the rules of the gates: never the requester, never a second one. */
export function awaitedConfirmers(asked: Answering, { people, now }: Everybody): Awaited {
  const { answers, requesterId, barred } = asked;
  const candidates = people.filter(
    (each) =>
      mayAct(each, 'approver', now) &&
      each.id !== requesterId &&
      !barred.has(each.id) &&
      !answers.some(({ personId }) => personId === each.id),
  );
  return awaitedOf(asked, candidates, now);
}

/** Which rules still need an exception, and whose. */
export function awaitedExceptions(
  { reasons }: Pick<Decision, 'reasons'>,
  given: Excepted & { readonly requesterId: PersonId },
  document: Pick<PolicyDocument, 'exceptionQuorum'>,
  { people, now }: Everybody,
): readonly Excepting[] {
  return reasons.filter(isMeasured).flatMap((each): Excepting[] => {
    const { answers, quorum } = excepted(each, given, document);
    if (quorum.met) return [];
    const { rule, words } = each;
    const measure = { rule, measured: BigInt(each.measured) };
    const candidates = people.filter(
      (one) =>
        mayAct(one, 'compliance', now) &&
        one.id !== given.requesterId &&
        !hasExcepted(given.exceptions, one.id, measure),
    );
    const asked = { require: document.exceptionQuorum, answers, requesterId: given.requesterId };
    return [{ rule, words, awaited: awaitedOf(asked, candidates, now) }];
  });
}

/** Signatures of a Safe's owners over one hash. */
export interface OwnersAsked {
  readonly owners: readonly Address[];
  readonly threshold: number;
  /** Owners whose signature counts now. */
  readonly counting: readonly Address[];
  /** Owners who gave one, whether or not it counts: a second one freezes the Safe. */
  readonly given: readonly Address[];
  /** Who may not sign: the requester, unless the nonce is burnt. */
  readonly barred: PersonId | null;
}

/** Which people could still sign for an owner. */
export function awaitedOwners(asked: OwnersAsked, { people, now }: Everybody): Awaited {
  const { owners, threshold, counting, given, barred } = asked;
  const have = counting.length;
  if (have >= threshold) return { groups: [], people: [] };
  const open = owners.filter((owner) => !given.includes(owner));
  const could = people
    .filter((each) => isActive(each) && each.roles.includes('signer') && each.id !== barred)
    .filter((each) => open.some((owner) => usableKey(each, evmKeyId(owner), 'owner', now) !== undefined))
    .map(named);
  return { groups: [{ group: 'owners', needed: threshold, have, people: could }], people: could };
}

/** Who may confirm that a nonce is burnt; one of them is enough. */
export function awaitedCancelAnswers(question: CancelQuestion, { people, now }: Everybody): Awaited {
  const could = people.filter(
    (each) =>
      mayAct(each, 'approver', now) &&
      cancelAnswerFault(each, question) === undefined &&
      fits(question.require, { groups: each.groups, key: bestKeyKind(each, now) ?? 'passkey' }),
  );
  return { groups: [], people: could.map(named) };
}

function awaitedOf(
  { require, answers, requesterId }: Omit<Answering, 'barred'>,
  candidates: readonly Person[],
  now: UnixSeconds,
): Awaited {
  const missing = (more: readonly CountableConfirmation[]) =>
    quorumMet(require, [...answers, ...more], requesterId).missing;
  const open = missing([]);
  const could = candidates.filter((each) => places(missing([answerOf(each, now)])) < places(open));
  const groups = open.map((each) => ({
    ...each,
    people: could.filter((one) => fits([{ ...each, count: 1 }], answerOf(one, now))).map(named),
  }));
  return { groups, people: could.map(named) };
}

function places(missing: readonly { readonly needed: number; readonly have: number }[]): number {
  return missing.reduce((sum, { needed, have }) => sum + needed - have, 0);
}

/** With the key that fills the most places. */
function answerOf(person: Person, now: UnixSeconds): CountableConfirmation {
  const { id, groups } = person;
  const key = bestKeyKind(person, now) ?? 'passkey';
  return { personId: id, groups, key, decision: 'confirm', valid: true };
}

/** A rule that was over its bound when it was decided, excepted then or not. */
function isMeasured(result: RuleResult): result is Waivable {
  const { outcome, waivable, unit, measured, ceiling } = result;
  if (outcome === 'allow' || !waivable || unit === null || measured === null || ceiling === null)
    return false;
  return BigInt(measured) <= BigInt(ceiling);
}

function named({ id, name }: Person): Named {
  return { id, name };
}
