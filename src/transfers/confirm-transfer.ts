import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { ConfirmationsRepository } from '../confirmations/confirmations.repository.js';
import { ConfirmationsService } from '../confirmations/confirmations.service.js';
import { type Verdict, clearanceDigest } from '../domain/confirmations/clearance.js';
import { type Confirmation, isGenuine } from '../domain/confirmations/confirmation.js';
import { DomainError } from '../domain/errors.js';
import { recoverSigner } from '../domain/signatures/recover-signer.js';
import { clearanceOf } from '../domain/transfers/clearance-of.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { TransferLife } from './transfer-life.js';

export interface Answer {
  readonly personId: PersonId;
  /** The revision that the person saw. */
  readonly revision: number;
  readonly verdict: Verdict;
  readonly signature: `0x${string}`;
}

type Confirmable = TransferIn<'awaiting-confirmation' | 'confirmed'>;

/** Verifies and stores answers to clearances. */
@Injectable()
export class Answers {
  constructor(
    private readonly database: Database,
    private readonly confirmations: ConfirmationsRepository,
    private readonly counting: ConfirmationsService,
    private readonly people: PeopleRepository,
    private readonly audit: AuditLog,
  ) {}

  async take(tx: Tx, transfer: Confirmable, answer: Answer): Promise<void> {
    if (answer.personId === transfer.intent.requesterId) {
      throw new DomainError('SOD', 'nobody confirms a transfer that they requested');
    }
    const now = await this.database.now(tx);
    const clearance = clearanceOf(transfer);
    const digest = clearanceDigest(clearance, answer.verdict);
    const keyAddress = await recoverSigner(digest, answer.signature);
    const { personId, revision, verdict, signature } = answer;
    const confirmation: Confirmation = {
      id: newId('cnf'),
      ...{ revision, personId, keyAddress, verdict, digest, signature },
      createdAt: now,
    };
    const signer = await this.people.find(personId, tx);
    if (!(await isGenuine(confirmation, { clearance, signer, now }))) {
      throw DomainError.at(
        '/signature',
        'APPROVAL_BINDING',
        'the signature is none of your keys over this clearance',
      );
    }
    const earlier = await this.confirmations.list(transfer.id, tx);
    if (earlier.some((each) => each.personId === personId && each.revision === revision)) {
      throw new DomainError(
        'ALREADY_CONFIRMED',
        'you have answered this revision already; one person counts once',
      );
    }
    await this.confirmations.insert(tx, confirmation, clearance);
    await this.audit.append(tx, {
      type: 'transfer.answered',
      actor: personId,
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: { ...verdict, revision, digest, keyAddress, signature },
    });
  }

  quorum(tx: Tx, transfer: Confirmable) {
    const { require } = transfer.evidence.cleared;
    return this.counting.quorum(
      { clearance: clearanceOf(transfer), require, requesterId: transfer.intent.requesterId },
      tx,
    );
  }
}

/** Takes in one person's signed yes or no over the clearance, and moves the transfer when that decides it. */
@Injectable()
export class TransferConfirmer {
  constructor(
    private readonly database: Database,
    private readonly life: TransferLife,
    private readonly answers: Answers,
    private readonly policies: PoliciesRepository,
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
    const now = await this.database.now(tx);
    const policy = await this.policies.active(now, tx);
    if (policy.hash !== transfer.evidence.cleared.policyHash) {
      const event = { kind: 'revise', because: 'another policy version is in force', at: now } as const;
      return this.life.advance(tx, transfer, event, 'system');
    }
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
