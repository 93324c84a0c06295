import { parseDestinationContent } from '../address-book/destination.js';
import { needsCompliance } from '../address-book/destination-faults.js';
import { joinedQuorum } from '../confirmations/joined-quorum.js';
import {
  type CountableConfirmation,
  type GroupProgress,
  type Quorum,
  type Requirement,
  fits,
  quorumMet,
} from '../confirmations/quorum.js';
import { bestKeyKind, isActive } from '../identity/person.js';
import { signedWith } from '../signatures/signature.js';
import { type PersonId, parseId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import type { GovernedChange } from '../changes/change.js';
import { KINDS } from '../changes/kinds.js';
import type { Direction } from '../changes/kinds/kind-rules.js';
import { KeyContent } from '../changes/kinds/key.js';
import { QUORUMS, QuorumsContent, quorumOfKind } from '../changes/kinds/quorums.js';
import { type ChangeRecord, type Ledger, latest, subjects } from './ledger.js';
import { personIn } from './people-of.js';
import { stillCounts } from './signers.js';
import { unfitness } from './unfit.js';

type Book = Pick<Ledger, 'objects' | 'keysOf'>;

/**
 * What a change needs. It is derived from the change's effect on the present register, never from what the change
 * states.
 */
export interface Demand {
  readonly direction: Direction;
  readonly require: readonly Requirement[];
  readonly delaySeconds: number;
}

export function demandOf(ledger: Book, change: GovernedChange): Demand {
  const quorums = QuorumsContent.parse(latest(ledger, 'quorums', QUORUMS)?.content);
  const { loosen, tighten } = quorumOfKind(quorums, change.kind);
  const before = latest(ledger, change.kind, change.subject)?.content ?? null;
  const direction = KINDS[change.kind].direction(before, change.content);
  if (direction === 'tightens') return { direction, require: tighten.require, delaySeconds: 0 };
  const besides = isDoubtful(change) ? quorums.lookalike : [];
  return { direction, require: joinedQuorum([loosen.require, besides]), delaySeconds: loosen.delaySeconds };
}

/** Counts approvals by the people, groups and keys of now: whoever was removed in the meantime does not count. */
export function changeQuorum(ledger: Book & Pick<Ledger, 'clock'>, record: OpenRecord): Quorum {
  const { change } = record;
  const { require } = demandOf(ledger, change);
  if (require.length === 0) return { met: true, missing: [], counted: [], rejectedBy: [] };
  return quorumMet(require, countedApprovals(ledger, record), change.proposerId ?? '');
}

type OpenRecord = Pick<ChangeRecord, 'answers'> & { readonly change: GovernedChange };

/** The approvals of a change, each with whether it counts now. */
export function countedApprovals(
  ledger: Book & Pick<Ledger, 'clock'>,
  { change, answers }: OpenRecord,
): readonly CountableConfirmation[] {
  const { require } = demandOf(ledger, change);
  const excluded = peopleConcerned(ledger, change);
  return answers
    .filter((each) => each.decision === 'approve' && !excluded.includes(each.personId))
    .map((each) => {
      const groups = personIn(ledger, each.personId)?.groups ?? [];
      const key = signedWith(each.signature);
      const valid = stillCounts(ledger, each) && fits(require, { groups, key });
      return { personId: each.personId, groups, key, decision: 'confirm', valid };
    });
}

/**
 * Whether somebody's approval counts already. One by a key that was replaced, or that fills no place any more, does not:
 * they approve again with another key.
 */
export function hasApproved(ledger: Book & Pick<Ledger, 'clock'>, record: OpenRecord, id: PersonId): boolean {
  return countedApprovals(ledger, record).some((each) => each.personId === id && each.valid);
}

/**
 * Whether somebody may answer: a member of a required group who is neither the proposer nor concerned by the change.
 */
export function mayStillAnswer(ledger: Book, change: GovernedChange, id: PersonId): boolean {
  const groups = personIn(ledger, id)?.groups ?? [];
  if (id === change.proposerId || peopleConcerned(ledger, change).includes(id)) return false;
  return demandOf(ledger, change).require.some(({ group }) => groups.includes(group));
}

/** Places of a quorum that are still open, with everybody who could fill one now. */
export interface OpenPlaces extends GroupProgress {
  readonly people: readonly PersonId[];
}

/** What a change still lacks, and who could give it: whoever may answer, has not, and has a key that fills the place. */
export function openPlaces(ledger: Book & Pick<Ledger, 'clock'>, record: OpenRecord): readonly OpenPlaces[] {
  const { missing } = changeQuorum(ledger, record);
  if (missing.length === 0) return [];
  const able = subjects(ledger, 'person')
    .map((id) => parseId('per', id))
    .filter((id) => mayAnswerNow(ledger, record, id))
    .flatMap((id) => {
      const person = personIn(ledger, id);
      const key = person && bestKeyKind(person, ledger.clock);
      return person && key ? [{ id, groups: person.groups, key }] : [];
    });
  return missing.map((place) => ({
    ...place,
    people: able.filter((each) => fits([{ ...place, count: 1 }], each)).map(({ id }) => id),
  }));
}

/** Whether an answer of this person is still asked for. */
function mayAnswerNow(ledger: Book & Pick<Ledger, 'clock'>, record: OpenRecord, id: PersonId): boolean {
  return mayStillAnswer(ledger, record.change, id) && !hasApproved(ledger, record, id);
}

/** Whether this person's approval would be taken, with the best of their keys, and bring the quorum nearer. */
export function isApprovalAwaited(
  ledger: Book & Pick<Ledger, 'clock'>,
  record: OpenRecord,
  id: PersonId,
): boolean {
  const { require } = demandOf(ledger, record.change);
  const person = personIn(ledger, id);
  const key = person && bestKeyKind(person, ledger.clock);
  if (!key || !mayAnswerNow(ledger, record, id)) return false;
  const given = countedApprovals(ledger, record);
  const open = (approvals: readonly CountableConfirmation[]) =>
    quorumMet(require, approvals, record.change.proposerId ?? '').missing.reduce(
      (sum, { needed, have }) => sum + needed - have,
      0,
    );
  const theirs = { personId: id, groups: person.groups, key, decision: 'confirm', valid: true } as const;
  return open([...given, theirs]) < open(given);
}

/** Whom a change is about, by the versions before and after. */
export function peopleConcerned(ledger: Book, change: GovernedChange): readonly PersonId[] {
  const before = latest(ledger, change.kind, change.subject)?.content ?? null;
  const kind = KINDS[change.kind];
  const subject = change.kind === 'person' ? [change.subject as PersonId] : [];
  return [...subject, ...kind.concerns(before), ...kind.concerns(change.content)];
}

/** Why the register as it is cannot take the object in; undefined if it can. */
export function conflictOf(
  ledger: Book & Pick<Ledger, 'clock' | 'installation'>,
  change: GovernedChange,
): string | undefined {
  const now = latest(ledger, change.kind, change.subject);
  if ((now?.hash ?? null) !== change.base) return 'another change of the same object came first';
  if (change.content === null && (now === undefined || now.content === null))
    return 'there is nothing to remove';
  if (change.kind === 'key' && change.content !== null && now !== undefined)
    return 'a key that was enrolled once is not enrolled again';
  if (change.kind !== 'key' || change.content === null) return unfitness(ledger, change);
  const { personId } = KeyContent.parse(change.content);
  const person = personIn(ledger, personId);
  return person && isActive(person) ? unfitness(ledger, change) : `${personId} is nobody in the register`;
}

export function delayEnd(at: UnixSeconds, delaySeconds: number): UnixSeconds {
  return (at + delaySeconds) as UnixSeconds;
}

/** Whether compliance must approve a destination as well: it has look-alikes, or nobody proved who controls it. */
function isDoubtful({ kind, content }: GovernedChange): boolean {
  return kind === 'destination' && content !== null && needsCompliance(parseDestinationContent(content));
}
