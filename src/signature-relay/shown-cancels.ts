import { Injectable } from '@nestjs/common';
import { CancellationsRepository } from '../cancellations/cancellations.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { keyFault, kindFault } from '../domain/confirmations/answer-fault.js';
import { cancellationStatement } from '../domain/confirmations/cancellation-statement.js';
import { cancelAnswerFault } from '../domain/confirmations/cancellation.js';
import { DomainError, type Refusal, refusal } from '../domain/errors.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import { askerOf, cancelQuestionOf, cancellationOf } from '../domain/transfers/cancellation-of.js';
import type { BurnAs, Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import { statementView } from '../transfer-api/views/shown-clearances.js';
import type { CancelView } from './cancels.contract.js';

/** A cancel as people see it, with what its confirmer signs. */
@Injectable()
export class ShownCancels {
  constructor(
    private readonly cancellations: CancellationsRepository,
    private readonly signatures: OwnerSignaturesRepository,
    private readonly counted: CountingSignatures,
    private readonly objects: TransferObjects,
    private readonly people: PeopleRepository,
    private readonly database: Database,
  ) {}

  /** @param reason why the reader would reject it */
  async show(transfer: Transfer, reason: string, by: Principal): Promise<CancelView> {
    if (transfer.state !== 'cancelling') {
      const detail = `it is not being cancelled on the chain: the transfer is ${transfer.state}`;
      throw new DomainError('STATE_CONFLICT', detail);
    }
    const { cleared, cancel } = transfer.evidence;
    const asked = await this.cancellations.find(transfer.id, askerOf(cancel));
    if (!asked) throw new Error(`nobody asked to cancel ${transfer.id}`);
    const burn = cancel.stage === 'asked' ? undefined : cancel.burn;
    return {
      ...{ transfer: transfer.id, cancellation: asked.id, stage: cancel.stage },
      ...{ askedBy: cancel.by, why: cancel.why, since: printTimestamp(cancel.at) },
      nonce: cleared.nonce.toString(),
      cancelledSafeTxHash: cleared.safeTxHash,
      burn: burn ? { ...burn, expiresAt: printTimestamp(burn.expiresAt) } : null,
      ownerSignatures: await this.signed(transfer, burn),
      confirmedBy: 'confirmedBy' in cancel ? cancel.confirmedBy : null,
      ...statements(transfer, reason),
      ...(await this.answering(transfer, by)),
    };
  }

  /** By the rules of the act: whether this reader's confirmation would be taken. */
  private async answering(transfer: TransferIn<'cancelling'>, by: Principal) {
    const fault = await this.fault(transfer, by);
    return { mayAnswer: fault === undefined, because: fault ?? null };
  }

  private async fault(transfer: TransferIn<'cancelling'>, by: Principal): Promise<Refusal | undefined> {
    const { cancel } = transfer.evidence;
    const person = by.kind === 'person' ? await this.people.find(by.personId) : undefined;
    if (!person) return refusal('FORBIDDEN', 'only a person answers a cancel');
    if (cancel.stage !== 'cleared')
      return refusal('STATE_CONFLICT', `there is no cancel to answer: it is ${cancel.stage}`);
    const now = await this.database.now();
    if (now >= cancel.burn.expiresAt)
      return refusal('STATE_CONFLICT', 'the time to answer this cancel is over');
    const question = cancelQuestionOf(transfer);
    const asked = { require: question.require, what: 'this cancel' };
    return cancelAnswerFault(person, question) ?? keyFault(person, now) ?? kindFault(person, asked, now);
  }

  private async signed({ id, intent, evidence }: TransferIn<'cancelling'>, burn: BurnAs | undefined) {
    const { profile } = await this.objects.safe(intent);
    const { safeTxHash } = evidence.cleared;
    const original = await this.signatures.list({ transferId: id, safeTxHash });
    const over = burn && { transferId: id, safeTxHash: burn.safeTxHash };
    const burns = over ? (await this.counted.of(over, profile.owners)).counting : [];
    return { original: original.length, burn: burns.length, threshold: profile.threshold };
  }
}

function statements(transfer: TransferIn<'cancelling'>, reason: string) {
  const { cancel } = transfer.evidence;
  if (cancel.stage !== 'cleared') return { confirm: null, reject: null };
  const cancellation = cancellationOf(transfer, cancel.burn);
  const confirm = cancellationStatement(cancellation, { decision: 'confirm', reason: '' });
  const reject = cancellationStatement(cancellation, { decision: 'reject', reason });
  return {
    confirm: statementView(confirm),
    reject: cancel.by === 'system' ? null : statementView(reject),
  };
}
