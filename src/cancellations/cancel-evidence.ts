import { Injectable } from '@nestjs/common';
import type { Cancellation } from '../domain/confirmations/cancellation-statement.js';
import { isGenuineCancelAnswer } from '../domain/confirmations/cancellation.js';
import { DomainError } from '../domain/errors.js';
import { cancelQuestionOf, cancellationOf, isConfirmed } from '../domain/transfers/cancellation-of.js';
import { buildCancel } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import { CancellationsRepository, type StoredCancellation } from './cancellations.repository.js';

/** A cancel that may be shown to owners and sent. */
export interface RequiredCancel {
  readonly cancellation: Cancellation;
  readonly request: StoredCancellation;
}

/**
 * Verifies at every use, by the signature alone, that a person confirmed a cancel whose row says confirmed, by the
 * people and keys of now. So a row forged in the database reaches no owner and burns nothing.
 */
@Injectable()
export class CancelEvidence {
  constructor(
    private readonly database: Database,
    private readonly cancellations: CancellationsRepository,
    private readonly people: PeopleRepository,
  ) {}

  /** @throws DomainError STATE_CONFLICT unless it says confirmed; HASH_MISMATCH; APPROVAL_BINDING */
  async require(transfer: TransferIn<'cancelling'>, tx: Tx = this.database.read): Promise<RequiredCancel> {
    const { cleared, cancel } = transfer.evidence;
    if (!isConfirmed(cancel)) throw new DomainError('STATE_CONFLICT', 'nobody has confirmed this cancel yet');
    const { chainId, safe } = transfer.intent;
    if (safeTxDigests(buildCancel(safe, cleared.nonce), chainId, safe).digest !== cancel.burn.safeTxHash)
      throw new DomainError('HASH_MISMATCH', 'the nonce no longer builds the hash of the cancel');
    const question = cancelQuestionOf(transfer);
    const request = await this.cancellations.find(transfer.id, question.askedBy, tx);
    const cancellation = cancellationOf(transfer, cancel.burn);
    const answer = request?.answer;
    if (request && answer?.verdict.decision === 'confirm') {
      const signer = await this.people.find(answer.personId, tx);
      const now = await this.database.now(tx);
      if (await isGenuineCancelAnswer(answer, { cancellation, question, signer, now }))
        return { cancellation, request };
    }
    throw new DomainError('APPROVAL_BINDING', 'no genuine signature confirms this cancel');
  }
}
