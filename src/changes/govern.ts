import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { parseDestinationContent } from '../domain/address-book/destination.js';
import type { AuditEvent } from '../domain/audit-log/entry.js';
import {
  type ChangeAnswer,
  ChangeAnswerSchema,
  ChangeSchema,
  type GovernedChange,
  changeDigest,
  isGoverned,
} from '../domain/changes/change.js';
import { needsEvmKey } from '../domain/confirmations/quorum.js';
import { evmKeyWords } from '../domain/confirmations/requirement-words.js';
import { changeAnswerFault } from '../domain/duties/change-answer-fault.js';
import { conflictOf, countedApprovals, demandOf } from '../domain/register/judge.js';
import { KeyContent } from '../domain/changes/kinds/key.js';
import type { VerifiedAnswer } from '../domain/register/ledger.js';
import { enrolledKey } from '../domain/register/people-of.js';
import type { Registered } from '../domain/register/registered.js';
import type { Act } from '../domain/changes/act.js';

import { sentencesOf } from '../domain/register/words.js';
import { DomainError } from '../domain/errors.js';
import type { KeyId } from '../domain/identity/person.js';
import { type Signature, signedWith } from '../domain/signatures/signature.js';
import { plain } from '../domain/values/canonical-json.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { type ChangeId, type PersonId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { SignatureIntake } from '../identity/signature-intake.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { openOn, requireNoneOpen } from './change-exposure.js';
import { ExposureGate } from './exposure-gate.js';
import { ChangeDraftsRepository } from './change-drafts.repository.js';
import { ChangeLog } from './change-log.js';
import { misfit } from '../domain/register/consistency.js';
import { DestinationChallenges } from './destinations/destination-challenges.js';
import { requireProposer } from './require-proposer.js';

/** Maximum distance between the moment inside a signature and the database's clock. */
const SIGNED_WITHIN_SECONDS = 300;

/** What somebody signs of a change that is named beside it. */
export type SignedWord = Omit<ChangeAnswer, 'changeId'>;

/** Proposes and answers changes, each a signed act. Faults are refused here, in words, before the register refuses. */
@Injectable()
export class Governance {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly drafts: ChangeDraftsRepository,
    private readonly challenges: DestinationChallenges,
    private readonly intake: SignatureIntake,
    private readonly audit: AuditLog,
    private readonly log: ChangeLog,
    private readonly exposures: ExposureGate,
  ) {}

  async propose(
    tx: Tx,
    given: {
      id: ChangeId;
      by: PersonId | null;
      invitationId: string | null;
      at: UnixSeconds;
      head: Bytes32;
      signature: Signature;
    },
  ): Promise<{ id: ChangeId; register: Registered }> {
    const draft = await this.drafts.take(tx, given.id);
    const open = await openOn(tx, this.exposures, draft?.change);
    // No other act can change the register until the transaction ends.
    const before = await this.register.lock(tx);
    const isTheirs =
      given.by === null ? draft?.invitationId === given.invitationId : draft?.personId === given.by;
    if (!draft || !isTheirs || draft.invitationId !== given.invitationId)
      throw new DomainError('CHANGE_NOT_FOUND', 'there is no such draft of yours: draft the change again');
    const now = await this.requireInTime(tx, given.at);
    if (draft.expiresAt < now)
      throw new DomainError('EXPIRED', 'the draft is too old: draft the change again');
    const { change } = draft;
    if (!isGoverned(change)) throw new DomainError('CHANGE_INVALID', 'Sluice is founded once');
    if (change.proposerId !== null) requireProposer(before, change.proposerId, change.kind);
    const fault =
      misfit(before, change) ?? conflictOf(before.ledger, change) ?? rewordedFault(before, change);
    if (fault !== undefined) throw new DomainError('CHANGE_CONFLICT', fault);
    requireNoneOpen(before, change, open);
    await this.useChallenge(tx, before, change);
    const word: SignedWord = {
      personId: draft.personId,
      decision: 'propose',
      reason: '',
      at: given.at,
      head: given.head,
      signature: given.signature,
    };
    const keyId = await this.requireSigned(tx, before, change, word);
    const act = {
      act: 'propose',
      change: ChangeSchema.parse(plain(change)),
      answer: answerOf(change.id, word),
    } as const;
    const after = await this.write(tx, before, { act, change, word, keyId });
    return { id: change.id, register: after };
  }

  /** Uses up the proof of control, which is good for one proposal. */
  private async useChallenge(tx: Tx, register: Registered, change: GovernedChange): Promise<void> {
    if (change.kind !== 'destination' || change.content === null) return;
    const before = register.destination(change.subject) ?? null;
    await this.challenges.use(tx, parseDestinationContent(change.content), before);
  }

  async answer(tx: Tx, id: ChangeId, word: SignedWord): Promise<Registered> {
    const named = (await this.register.current(tx)).ledger.changes.get(id)?.change;
    const open = await openOn(tx, this.exposures, named);
    const before = await this.register.lock(tx);
    const record = before.ledger.changes.get(id);
    if (!record || !isGoverned(record.change)) throw new DomainError('CHANGE_NOT_FOUND', 'no such change');
    const { change } = record;
    const fault = changeAnswerFault(before, { ...record, change }, word);
    if (fault) throw new DomainError(fault.code, fault.reason);
    if (word.decision === 'approve') {
      requireNoneOpen(before, change, open);
      requireKey(before, { change, answers: record.answers }, word);
    }
    const keyId = await this.requireSigned(tx, before, change, word);
    const act = { act: 'answer', answer: answerOf(id, word) } as const;
    return this.write(tx, before, { act, change, word, keyId });
  }

  private async requireInTime(tx: Tx, at: UnixSeconds): Promise<UnixSeconds> {
    const now = await this.database.now(tx);
    if (Math.abs(now - at) > SIGNED_WITHIN_SECONDS)
      throw DomainError.at('/at', 'EXPIRED', 'it was not signed just now: ask for the statement again');
    return now;
  }

  /** The key that has signed: one of the register, or the new key itself. */
  private async requireSigned(
    tx: Tx,
    before: Registered,
    change: GovernedChange,
    word: SignedWord,
  ): Promise<KeyId> {
    const now = await this.requireInTime(tx, word.at);
    if (!before.ledger.heads.has(word.head))
      throw DomainError.at(
        '/head',
        'CHANGE_CONFLICT',
        'it was signed over another register: ask for the statement again',
      );
    const digest = changeDigest(change, word, before.ledger.installation);
    const { signature, personId } = word;
    const isEnrolment = word.decision === 'propose' && change.kind === 'key' && change.content !== null;
    const key = isEnrolment
      ? await this.intake.take(tx, {
          digest,
          signature,
          keys: [enrolledKey(KeyContent.parse(change.content), { activeFrom: now, revokedAt: null })],
        })
      : (await this.intake.takeFrom(tx, { personId, digest, signature, now }))?.key;
    if (key) return key.id;
    const whose = isEnrolment ? 'of the key that is to be enrolled' : 'of one of your keys';
    throw DomainError.at('/signature', 'APPROVAL_BINDING', `this is no signature ${whose} over this change`);
  }

  private async write(
    tx: Tx,
    before: Registered,
    written: { act: Act; change: GovernedChange; word: SignedWord; keyId: KeyId },
  ): Promise<Registered> {
    const { act, change, word, keyId } = written;
    await this.audit.append(tx, eventOf(change, word, keyId));
    const after = await this.register.append(tx, act);
    await this.log.follow(tx, before, after);
    return after;
  }
}

const ANSWERED = {
  approve: 'change.approved',
  reject: 'change.rejected',
  withdraw: 'change.withdrawn',
} as const;

/** The log entry of a signed answer. */
export function eventOf(change: GovernedChange, word: SignedWord, keyId: KeyId): AuditEvent {
  const { at, decision, reason, personId, signature } = word;
  const about = { actor: personId, subject: change.id };
  const detail = { kind: change.kind, object: change.subject, reason, at, keyId, signature };
  return decision === 'propose'
    ? { ...about, type: 'change.proposed', detail: { ...detail, change } }
    : { ...about, type: ANSWERED[decision], detail };
}

/** A fault if something was renamed since the draft, so that the sentences would differ now. */
function rewordedFault(register: Registered, change: GovernedChange): string | undefined {
  const isWorded = sentencesOf(register.ledger, change).join('\n') === change.sentences.join('\n');
  return isWorded ? undefined : 'it would be said otherwise now: draft the change again';
}

/** Refuses a passkey's approval that would fill no place. */
function requireKey(
  register: Registered,
  record: { readonly change: GovernedChange; readonly answers: readonly VerifiedAnswer[] },
  { personId, signature }: SignedWord,
): void {
  const { require } = demandOf(register.ledger, record.change);
  const groups = register.people.get(personId)?.groups ?? [];
  const given = countedApprovals(register.ledger, record);
  if (needsEvmKey(require, given, { personId, groups, key: signedWith(signature) }))
    throw DomainError.at('/signature', 'EVM_KEY_REQUIRED', evmKeyWords('this change'));
}

function answerOf(changeId: ChangeId, word: SignedWord) {
  return ChangeAnswerSchema.parse({
    ...word,
    changeId: parseId('chg', changeId),
    signature: plain(word.signature),
  });
}
