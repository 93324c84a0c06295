import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { ConfirmationsRepository } from '../confirmations/confirmations.repository.js';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import { answerFault } from '../domain/confirmations/answer-fault.js';
import { type Verdict, clearanceDigest } from '../domain/confirmations/clearance.js';
import { type Confirmation, isGenuine } from '../domain/confirmations/confirmation.js';
import { needsEvmKey } from '../domain/confirmations/quorum.js';
import { evmKeyWords } from '../domain/confirmations/requirement-words.js';
import { confirmationFault } from '../domain/duties/confirmation-fault.js';
import { DomainError } from '../domain/errors.js';
import { type Signature, signedWith } from '../domain/signatures/signature.js';
import { clearanceOf } from '../domain/transfers/clearance-of.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { Standings } from '../clearances/standings.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { UnfrozenIntake } from './unfrozen-intake.js';
import { Veil } from '../veil/veil.js';

export interface Answer {
  readonly personId: PersonId;
  /** The revision that the person saw. */
  readonly revision: number;
  readonly verdict: Verdict;
  readonly signature: Signature;
}

type Confirmable = TransferIn<'awaiting-confirmation' | 'confirmed'>;

/** Verifies and stores answers to clearances. */
@Injectable()
export class Answers {
  constructor(
    private readonly database: Database,
    private readonly confirmations: ConfirmationsRepository,
    private readonly counting: ConfirmationsService,
    private readonly intake: UnfrozenIntake,
    private readonly audit: AuditLog,
  ) {}

  async take(tx: Tx, transfer: Confirmable, answer: Answer): Promise<void> {
    const { personId, revision } = answer;
    const earlier = await this.confirmations.list(transfer.id, tx);
    const answeredBy = earlier.filter((each) => each.revision === revision).map((each) => each.personId);
    const fault = answerFault(personId, { requesterId: transfer.intent.requesterId, answeredBy });
    if (fault) throw new DomainError(fault.code, fault.reason);
    const clearance = clearanceOf(transfer);
    const confirmation = await this.verified(tx, transfer, answer);
    if (answer.verdict.decision === 'confirm') await this.requireCounts(tx, transfer, answer);
    await this.confirmations.insert(tx, confirmation, clearance);
    const { verdict, digest, keyId, signature } = confirmation;
    await this.audit.append(tx, {
      type: 'transfer.answered',
      actor: personId,
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: {
        ...verdict,
        ...{ revision, digest, keyId, signature },
        confirmation: confirmation.id,
        register: await this.counting.registerName(tx),
      },
    });
  }

  /** One that would count for nothing is refused: taken, it would use up the person's answer, who can still say no. */
  private async requireCounts(tx: Tx, transfer: Confirmable, { personId, signature }: Answer): Promise<void> {
    const { require } = transfer.evidence.cleared;
    const answers = await this.counting.answers([{ clearance: clearanceOf(transfer) }], tx);
    const given = answers.get(transfer.id) ?? [];
    const person = await this.counting.person(personId, tx);
    if (!person) throw new DomainError('PERSON_NOT_FOUND', 'no such person');
    if (needsEvmKey(require, given, { personId, groups: person.groups, key: signedWith(signature) }))
      throw DomainError.at('/signature', 'EVM_KEY_REQUIRED', evmKeyWords('this transfer'));
    const asked = { ...transfer.intent, require, answers: given };
    const fault = confirmationFault(person, asked, await this.database.now(tx));
    if (fault) throw new DomainError(fault.code, fault.reason);
  }

  private async verified(tx: Tx, transfer: Confirmable, answer: Answer): Promise<Confirmation> {
    const clearance = clearanceOf(transfer);
    const now = await this.database.now(tx);
    const digest = clearanceDigest(clearance, answer.verdict);
    const given = { ...answer, digest, now };
    // A frozen Safe accepts no confirmation, because it would count after the freeze. A rejection is always accepted.
    const signed =
      answer.verdict.decision === 'confirm'
        ? await this.intake.takeFrom(tx, given, transfer.intent.safeId)
        : await this.intake.takeRefusal(tx, given);
    const confirmation = signed && {
      id: newId('cnf'),
      ...answer,
      ...{ keyId: signed.key.id, digest, createdAt: now },
    };
    if (confirmation && (await isGenuine(confirmation, { clearance, signer: signed.person, now })))
      return confirmation;
    throw DomainError.at(
      '/signature',
      'APPROVAL_BINDING',
      'the signature is none of your keys over this clearance',
    );
  }

  quorum(tx: Tx, transfer: Confirmable) {
    const { require } = transfer.evidence.cleared;
    return this.counting.quorum(
      { clearance: clearanceOf(transfer), require, requesterId: transfer.intent.requesterId },
      tx,
    );
  }
}

/**
 * Accepts one person's signed confirmation or rejection of the clearance, and moves the transfer when that decides it.
 * A confirmation of a clearance that no longer stands is not accepted and makes a new revision. A rejection always ends
 * the transfer.
 */
@Injectable()
export class TransferConfirmer {
  constructor(
    private readonly database: Database,
    private readonly life: TransferLife,
    private readonly answers: Answers,
    private readonly standings: Standings,
    private readonly veil: Veil,
  ) {}

  async answer(tx: Tx, transfer: Transfer, answer: Answer): Promise<Transfer> {
    if (
      transfer.state !== 'awaiting-confirmation' &&
      !(transfer.state === 'confirmed' && answer.verdict.decision === 'reject')
    ) {
      throw new DomainError(
        'STATE_CONFLICT',
        `a transfer that is ${transfer.state} takes no ${answer.verdict.decision}`,
      );
    }
    if (answer.revision !== transfer.revision) {
      throw DomainError.at(
        '/revision',
        'REVISION_STALE',
        `revision ${String(transfer.revision)} is in force`,
      );
    }
    if (answer.verdict.decision === 'confirm') {
      await this.veil.requireLifted(transfer, answer.personId, tx);
      const faults = await this.standings.faults(transfer, tx);
      if (faults.length > 0) {
        const event = {
          kind: 'revise',
          because: faults.join('; '),
          at: await this.database.now(tx),
        } as const;
        return this.life.advance(tx, transfer, event, 'system');
      }
    }
    if (answer.verdict.decision === 'reject') await this.life.lockBudget(tx, transfer);
    await this.answers.take(tx, transfer, answer);
    if (answer.verdict.decision === 'reject') {
      const event = { kind: 'reject', by: answer.personId, why: answer.verdict.reason } as const;
      return this.life.advance(tx, transfer, event, answer.personId);
    }
    const quorum = await this.answers.quorum(tx, transfer);
    if (!quorum.met) return transfer;
    const confirmedBy = quorum.counted.map((id) => parseId('per', id));
    return this.life.advance(tx, transfer, { kind: 'confirm', confirmedBy }, 'system');
  }
}
