import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { type ChangeKind, type GovernedChange, changeStatement } from '../domain/changes/change.js';
import { type Wanted, misfits } from '../domain/register/consistency.js';
import { conflictOf } from '../domain/register/judge.js';
import { isWellFormed } from '../domain/changes/content-faults.js';
import { KINDS } from '../domain/changes/kinds.js';
import { POLICY } from '../domain/changes/kinds/policy.js';
import { ProviderContent } from '../domain/changes/kinds/provider.js';
import { QUORUMS } from '../domain/changes/kinds/quorums.js';
import { latest } from '../domain/register/ledger.js';
import { sentencesOf } from '../domain/register/words.js';
import type { Registered } from '../domain/register/registered.js';
import { DomainError, type Fault, unreachable } from '../domain/errors.js';
import type { Json } from '../domain/values/canonical-json.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { type Answer, created } from '../infra/http/answer.js';
import { RateLimited } from '../infra/http/problems/rate-limited.js';
import { Register } from '../register/register.js';
import { openOn, requireNoneOpen } from './change-exposure.js';
import { ExposureGate } from './exposure-gate.js';
import { ChangeDraftsRepository } from './change-drafts.repository.js';
import { changeView, statementView } from './change-view.js';
import type { ReviewView } from './policy-reviews/policy-review.contract.js';
import { ContentPreparer } from './prepare-content.js';
import { requireProposer } from './require-proposer.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const APPROVAL_SECONDS = 7 * DAY;
const APPROVAL_SECONDS_MAX = 30 * DAY;
const SIGNING_SECONDS = 900;
const DRAFTS_PER_HOUR = 30;

export interface Wish {
  readonly kind: ChangeKind;
  readonly subject: string | undefined;
  readonly content: Json;
  readonly expiresAt: UnixSeconds | undefined;
}

/** A wish that is ready to be drafted: everything that must be read outside a transaction has been read. */
export interface PreparedWish extends Wish {
  readonly by: PersonId;
  /** The signer; null for an enrolment, whose key is not in the register yet. */
  readonly proposerId: PersonId | null;
  readonly invitationId: string | null;
}

/** Drafts changes: present version, sentences and the statement to sign. Nothing is proposed yet. */
@Injectable()
export class ChangeDrafter {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly drafts: ChangeDraftsRepository,
    private readonly contents: ContentPreparer,
    private readonly audit: AuditLog,
    private readonly exposures: ExposureGate,
  ) {}

  async prepare(by: PersonId, wish: Wish): Promise<PreparedWish> {
    const register = await this.register.current();
    requireProposer(register, by, wish.kind);
    const content = await this.contents.prepare(wish.kind, wish.content, wish.subject);
    return { ...wish, content, by, proposerId: by, invitationId: null };
  }

  /** @param review the effect of the wish, computed outside the transaction */
  async draft(tx: Tx, wish: PreparedWish, review: ReviewView | null = null): Promise<Answer> {
    const register = await this.register.current(tx);
    const now = await this.database.now(tx);
    const change = changeOf(register, wish, now);
    requireNoneOpen(register, change, await openOn(tx, this.exposures, change));
    await this.requireFew(tx, wish.by, now);
    const { by: personId, invitationId } = wish;
    const expiresAt = unixSeconds(now + SIGNING_SECONDS);
    await this.drafts.insert(tx, { change, personId, invitationId, createdAt: now, expiresAt });
    await this.audit.append(tx, {
      type: 'change.drafted',
      actor: personId,
      subject: change.id,
      detail: { kind: change.kind, object: change.subject, sentences: [...change.sentences] },
    });
    const { head } = register.ledger;
    const answer = { personId, decision: 'propose' as const, reason: '', at: now, head };
    const statement = changeStatement(change, answer, register.ledger.installation);
    return created({
      change: { ...changeView(register, { change, answers: [], status: { state: 'drafted' } }), review },
      statement: statementView(statement, { at: now, head }),
    });
  }

  private async requireFew(tx: Tx, by: PersonId, now: UnixSeconds): Promise<void> {
    await this.drafts.prune(tx, unixSeconds(now - DAY));
    const since = unixSeconds(now - HOUR);
    const first = await this.drafts.lastButSince(tx, by, { later: DRAFTS_PER_HOUR - 1, since });
    if (first === undefined) return;
    const most = `one person drafts at most ${String(DRAFTS_PER_HOUR)} changes an hour`;
    throw new RateLimited(first + HOUR - now, most);
  }
}

function changeOf(register: Registered, wish: PreparedWish, now: UnixSeconds): GovernedChange {
  const { kind, content, proposerId } = wish;
  const subject = wish.subject ?? newSubject(kind, content);
  const before = latest(register.ledger, kind, subject);
  if (wish.subject !== undefined && before === undefined && wish.invitationId === null && kind !== 'policy')
    throw DomainError.at('/subject', 'CHANGE_INVALID', 'there is no such object');
  const expiresAt = wish.expiresAt ?? unixSeconds(now + APPROVAL_SECONDS);
  const faults = [
    ...wishFaults(register, { kind, subject, content }, before?.content ?? null),
    ...expiryFaults(expiresAt, now),
  ];
  const [first, ...others] = wish.invitationId === null ? faults : faults.map(inEnrolment);
  if (first) throw DomainError.of(first, ...others);
  const change: GovernedChange = {
    id: parseId('chg', newId('chg')),
    kind,
    subject,
    base: before?.hash ?? null,
    content,
    sentences: sentencesOf(register.ledger, { kind, subject, content }),
    proposerId,
    expiresAt,
  };
  const conflict = conflictOf(register.ledger, change);
  if (conflict !== undefined) throw new DomainError('CHANGE_CONFLICT', conflict);
  return change;
}

/** All that is wrong with the wanted object; beside others it is only compared once its members have their form. */
function wishFaults(register: Registered, wanted: Wanted, before: Json): readonly Fault[] {
  const { kind, subject, content } = wanted;
  const at = (pointer: string, detail: string): Fault => ({ pointer, code: 'CHANGE_INVALID', detail });
  if (content === null && before === null) return [at('/content', 'there is nothing to remove')];
  if (content === null && !KINDS[kind].canBeRemoved)
    return [at('/content', 'an object of this kind cannot be removed')];
  const own = KINDS[kind].faults(content);
  if (!isWellFormed(own)) return own;
  if (own.length === 0 && KINDS[kind].isSame(before, content))
    return [at('/content', 'this is in force already: nothing would change')];
  const name = KINDS[kind].isSubject(subject, content)
    ? []
    : [at('/subject', `${subject} is no name for this object`)];
  return [...name, ...own, ...misfits(register, wanted)];
}

/** The body of an enrolment has the key's members elsewhere than a draft. */
function inEnrolment(fault: Fault): Fault {
  return { ...fault, pointer: fault.pointer.replace(/^\/content/, '/key') };
}

function expiryFaults(expiresAt: UnixSeconds, now: UnixSeconds): readonly Fault[] {
  const pointer = '/expiresAt';
  if (expiresAt <= now) return [{ pointer, code: 'EXPIRED', detail: 'nobody could approve it any more' }];
  if (expiresAt <= now + APPROVAL_SECONDS_MAX) return [];
  return [{ pointer, code: 'EXPIRY_TOO_FAR', detail: 'approvals are taken for at most 30 days' }];
}

function newSubject(kind: ChangeKind, content: Json): string {
  switch (kind) {
    case 'person':
      return newId('per');
    case 'destination':
      return newId('dst');
    case 'asset':
      return newId('ast');
    case 'safe':
      return newId('safe');
    case 'unfreeze':
      return newId('ufr');
    case 'webhook':
      return newId('whk');
    case 'price-feed':
      return newId('pfd');
    case 'provider':
      return ProviderContent.parse(content).name;
    case 'policy':
      return POLICY;
    case 'quorums':
      return QUORUMS;
    case 'key':
      throw DomainError.at(
        '/subject',
        'CHANGE_INVALID',
        content === null ? 'name the key' : 'keys name themselves',
      );
    default:
      return unreachable(kind);
  }
}
