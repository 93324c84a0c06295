import { DomainError } from '../errors.js';
import type { KeyId } from '../identity/person.js';
import type { Bytes32 } from '../values/hex.js';
import type { ChangeId, PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type Act, altered, nextHead } from '../changes/act.js';
import { type ChangeAnswer, type GovernedChange, changeHash, isGoverned } from '../changes/change.js';
import { foundingBook, foundingFault, foundingObjects } from './found.js';
import { changeQuorum, conflictOf, delayEnd, demandOf, hasApproved, mayStillAnswer } from './judge.js';
import { KINDS } from '../changes/kinds.js';
import { QUORUMS } from '../changes/kinds/quorums.js';
import {
  type ChangeRecord,
  type ChangeStatus,
  type Ledger,
  type Version,
  isOpen,
  objectKey,
} from './ledger.js';
import { answererKey, proposerKey } from './signers.js';
import { put } from './versions.js';
import { sentencesOf } from './words.js';

/** How far the signed times of acts may run against their order: people sign concurrently, on slow devices. */
const DISORDER_SECONDS = 600;

/** The longest time for which approvals of a change are accepted. After that nobody remembers what it was for. */
export const OPEN_SECONDS_MAX = 31 * 86_400;

interface Work {
  installation: { chainId: number; id: Bytes32 };
  objects: Map<string, readonly Version[]>;
  changes: Map<ChangeId, ChangeRecord>;
  open: Set<ChangeId>;
  keysOf: Map<PersonId, readonly KeyId[]>;
  clock: UnixSeconds;
  size: number;
  head: Bytes32;
  heads: Set<Bytes32>;
}

/**
 * Builds the register from the signed acts. Every signature is verified against the register as it was before the act.
 * The first act must be the installation's founding. One invalid act makes the whole register unusable, because a
 * damaged removal must not bring anybody back.
 * @throws DomainError KEY_ENROLMENT_INVALID or REGISTER_ALTERED, naming the act
 */
export async function replay(installation: Bytes32, acts: readonly Act[], from?: Ledger): Promise<Ledger> {
  let work = from && copyOf(from);
  for (const act of acts) {
    if (!work) work = await found(installation, act);
    else await apply(work, act);
    work.size += 1;
    work.head = nextHead(work.head, act);
    work.heads.add(work.head);
  }
  if (!work) throw new DomainError('REGISTER_ALTERED', 'Sluice has not been founded');
  return work;
}

/** The same register at a later moment: delays that have passed take effect, and unapproved changes expire. */
export function ledgerAt(ledger: Ledger, now: UnixSeconds): Ledger {
  const isDue = [...ledger.open].some((id) => dueAt(ledger.changes.get(id)) <= now);
  if (!isDue) return ledger;
  const work = copyOf(ledger);
  settle(work, now);
  return work;
}

function copyOf(ledger: Ledger): Work {
  return {
    ...ledger,
    objects: new Map(ledger.objects),
    changes: new Map(ledger.changes),
    open: new Set(ledger.open),
    keysOf: new Map(ledger.keysOf),
    heads: new Set(ledger.heads),
  };
}

async function found(installation: Bytes32, act: Act): Promise<Work> {
  if (act.act !== 'found') throw altered(act, 0, 'the first act is not the founding');
  if (changeHash(act.change) !== installation)
    throw altered(act, 0, `the founding is not the one that this gateway belongs to, ${installation}`);
  const fault = await foundingFault(act.change, act.answers);
  if (fault !== undefined) throw altered(act, 0, fault);
  const content = foundingObjects(act.change);
  const at = Math.max(...act.answers.map((each) => each.at)) as UnixSeconds;
  return {
    installation: { chainId: content.chainId, id: installation },
    ...foundingBook(content, { id: act.change.id, at }),
    changes: new Map(),
    open: new Set(),
    clock: at,
    size: 0,
    head: installation,
    heads: new Set(),
  };
}

async function apply(work: Work, act: Act): Promise<void> {
  switch (act.act) {
    case 'found':
      throw altered(act, work.size, 'Sluice is founded once');
    case 'propose':
      return propose(work, act);
    case 'answer':
      return answer(work, act);
  }
}

async function propose(work: Work, act: Act & { act: 'propose' }): Promise<void> {
  const { change } = act;
  if (!isGoverned(change)) throw altered(act, work.size, 'Sluice is founded once');
  if (work.changes.has(change.id) || isFounding(work, change.id))
    throw altered(act, work.size, 'a change is proposed once');
  const fault = KINDS[change.kind].fault(change.subject, change.content);
  if (fault !== undefined) throw altered(act, work.size, fault);
  if (act.answer.decision !== 'propose' || act.answer.changeId !== change.id)
    throw altered(act, work.size, 'the signature is not over the proposal');
  tick(work, act, act.answer);
  if (change.expiresAt <= work.clock || change.expiresAt > act.answer.at + OPEN_SECONDS_MAX)
    throw altered(act, work.size, 'it would be open for no time, or for too long');
  const keyId = await proposerKey(work, change, act.answer);
  if (keyId === undefined)
    throw altered(act, work.size, 'the proposal is signed by nobody who may propose it');
  const record = { change, answers: [{ ...act.answer, keyId }], status: { state: 'proposed' } as const };
  save(work, record);
  const conflict = conflictOf(work, change);
  if (conflict !== undefined) {
    save(work, { ...record, status: { state: 'superseded', at: work.clock, reason: conflict } });
    return;
  }
  if (change.sentences.join('\n') !== sentencesOf(work, change).join('\n'))
    throw altered(act, work.size, 'its words do not say what it does');
  weigh(work, { ...record, change });
}

/** The founding takes no answers, but its id is that of the first versions, so no other change may use it. */
function isFounding(work: Work, id: ChangeId): boolean {
  return work.objects.get(objectKey('quorums', QUORUMS))?.[0]?.changeId === id;
}

async function answer(work: Work, act: Act & { act: 'answer' }): Promise<void> {
  const given = act.answer;
  tick(work, act, given);
  const record = work.changes.get(given.changeId);
  if (!record || !isGoverned(record.change)) throw altered(act, work.size, 'there is no such change');
  const { change } = record;
  if (!isOpen(record.status))
    throw altered(act, work.size, `a change that is ${record.status.state} takes no answer`);
  const keyId = await answererKey(work, change, given);
  if (keyId === undefined) throw altered(act, work.size, 'the answer is signed by no key of its person');
  const answered = { ...record, change, answers: [...record.answers, { ...given, keyId }] };
  const { reason } = given;
  switch (given.decision) {
    case 'propose':
      throw altered(act, work.size, 'a change is proposed once');
    case 'withdraw':
      if (given.personId !== change.proposerId)
        throw altered(act, work.size, 'only its proposer withdraws a change');
      save(work, { ...answered, status: { state: 'withdrawn', at: work.clock, reason } });
      return;
    case 'reject':
      if (!mayStillAnswer(work, change, given.personId))
        throw altered(act, work.size, 'the answer is none of theirs to give');
      save(work, { ...answered, status: { state: 'rejected', at: work.clock, by: given.personId, reason } });
      return;
    case 'approve':
      if (hasApproved(work, { ...record, change }, given.personId))
        throw altered(act, work.size, 'one person counts once');
      if (!mayStillAnswer(work, change, given.personId))
        throw altered(act, work.size, 'the answer is none of theirs to give');
      save(work, answered);
      if (record.status.state === 'proposed') weigh(work, answered);
  }
}

/** Moves a change on once its quorum is met: at once if it tightens, after its delay if it loosens. */
function weigh(work: Work, record: ChangeRecord & { change: GovernedChange }): void {
  if (!changeQuorum(work, record).met) return;
  const { direction, delaySeconds } = demandOf(work, record.change);
  if (direction === 'tightens' || delaySeconds === 0) activate(work, record, work.clock);
  else save(work, { ...record, status: waiting(work.clock, delaySeconds) });
}

function waiting(since: UnixSeconds, delaySeconds: number): ChangeStatus & { state: 'approved' } {
  return { state: 'approved', since, activeFrom: delayEnd(since, delaySeconds) };
}

function activate(work: Work, record: ChangeRecord & { change: GovernedChange }, at: UnixSeconds): void {
  const { change } = record;
  const conflict = conflictOf(work, change);
  if (conflict !== undefined) {
    save(work, { ...record, status: { state: 'superseded', at, reason: conflict } });
    return;
  }
  put(work, change, { id: change.id, at });
  save(work, { ...record, status: { state: 'active', since: at } });
  supersedeOthers(work, change, at);
}

/** Other changes that were based on the replaced version can no longer take effect. */
function supersedeOthers(work: Work, { kind, subject }: GovernedChange, at: UnixSeconds): void {
  for (const id of [...work.open]) {
    const other = work.changes.get(id);
    if (other?.change.kind !== kind || other.change.subject !== subject) continue;
    const reason = 'another change of the same object came first';
    save(work, { ...other, status: { state: 'superseded', at, reason } });
  }
}

/** Advances the clock and applies everything that falls due until then, in order. */
function settle(work: Work, now: UnixSeconds): void {
  for (;;) {
    const [next] = [...work.open]
      .map((id) => ({ id, due: dueAt(work.changes.get(id)) }))
      .filter(({ due }) => due <= now)
      .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
    if (!next) break;
    const record = work.changes.get(next.id);
    if (!record || !isGoverned(record.change)) break;
    work.clock = Math.max(work.clock, next.due) as UnixSeconds;
    const governed = { ...record, change: record.change };
    if (record.status.state !== 'approved')
      save(work, { ...record, status: { state: 'expired', at: work.clock } });
    else if (!changeQuorum(work, governed).met) save(work, { ...record, status: { state: 'proposed' } });
    else {
      // A delay that was lengthened in the meantime applies to waiting changes too.
      const status = waiting(record.status.since, demandOf(work, governed.change).delaySeconds);
      if (status.activeFrom > work.clock) save(work, { ...record, status });
      else activate(work, governed, work.clock);
    }
  }
  work.clock = Math.max(work.clock, now) as UnixSeconds;
}

function dueAt(record: ChangeRecord | undefined): number {
  if (!record) return Infinity;
  return record.status.state === 'approved' ? record.status.activeFrom : record.change.expiresAt;
}

function save(work: Work, record: ChangeRecord): void {
  work.changes.set(record.change.id, record);
  if (isOpen(record.status)) work.open.add(record.change.id);
  else work.open.delete(record.change.id);
}

function tick(work: Work, act: Act, given: ChangeAnswer): void {
  if (given.at < work.clock - DISORDER_SECONDS)
    throw altered(act, work.size, 'it was signed long before the act ahead of it');
  if (!work.heads.has(given.head)) throw altered(act, work.size, 'it was signed over another register');
  settle(work, Math.max(work.clock, given.at) as UnixSeconds);
}
