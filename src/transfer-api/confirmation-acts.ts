import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Verdict } from '../domain/confirmations/clearance.js';
import { DomainError } from '../domain/errors.js';
import { type Answer, created, refused } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest } from '../infra/http/idempotency.js';
import { TransferRekeyer } from '../veil/rekey-transfer.js';
import { TransferConfirmer } from './transfer-confirmer.js';
import { type PersonsAct, TransferLookup } from './views/transfer-lookup.js';
import { TransferViews } from './views/transfer-views.js';
import type { CreateConfirmation, CreateRekeying } from './views/transfers.contract.js';

/** What approvers do to a transfer, each as one transaction under its Idempotency-Key. */
@Injectable()
export class ConfirmationActs {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly lookup: TransferLookup,
    private readonly views: TransferViews,
    private readonly confirmer: TransferConfirmer,
    private readonly rekeyer: TransferRekeyer,
  ) {}

  confirm(
    key: IdempotentRequest,
    { id, personId }: PersonsAct,
    body: z.output<typeof CreateConfirmation>,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) => {
      const transfer = await this.lookup.lock(tx, id);
      const { revision, signature } = body;
      const answer = { personId, revision, verdict: verdictOf(body), signature };
      const answered = await this.confirmer.answer(tx, transfer, answer);
      if (answered.state === 'simulating') {
        // Returned, not thrown: the new revision that this made must be committed.
        return refused(
          new DomainError('REVISION_STALE', `${answered.evidence.because}: a new revision is being made`),
        );
      }
      return created(await this.views.view(answered, tx));
    });
  }

  rekey(
    key: IdempotentRequest,
    { id, personId }: PersonsAct,
    { revision, ...entered }: z.output<typeof CreateRekeying>,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) => {
      const transfer = await this.lookup.lock(tx, id);
      const mismatch = await this.rekeyer.rekey(tx, transfer, { personId, revision, entered });
      // Returned, not thrown: a wrong entry must stay counted.
      return mismatch ? refused(mismatch) : created(await this.views.view(transfer, tx));
    });
  }
}

function verdictOf(body: z.output<typeof CreateConfirmation>): Verdict {
  return body.decision === 'confirm'
    ? { decision: 'confirm', reason: '' }
    : { decision: 'reject', reason: body.reason };
}
