import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { DomainError } from '../domain/errors.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import type { JobOrder } from '../infra/jobs/jobs.js';
import { ChainLooksRepository } from '../transfers/chain-looks.repository.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { JOBS } from '../transfers/transfer-life.js';
import { Sending } from '../transmissions/sending.js';

/** Signed by enough owners: the transfer, or the burn of its nonce. */
type Submittable = TransferIn<'signed' | 'cancelling'>;

/** Has the first bytes signed and sent. From then on the watch over the nonce sends. */
@Injectable()
export class Submitter implements OnModuleInit {
  private readonly log = new Logger(Submitter.name);

  constructor(
    private readonly jobs: TransferJobs,
    private readonly sending: Sending,
    private readonly looks: ChainLooksRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.submit, {
      isFor: isSubmittable,
      act: (transfer) => this.submit(transfer),
      stop: (transfer, error) => this.stop(transfer, error),
    });
  }

  private async submit(transfer: Submittable): Promise<readonly JobOrder[]> {
    await this.looks.note(transfer.id, await this.sending.send(transfer));
    return later(transfer);
  }

  private async stop(transfer: Submittable, error: DomainError): Promise<readonly JobOrder[]> {
    this.log.warn(`${transfer.id} cannot be submitted yet: ${error.message}`);
    await this.looks.note(transfer.id, error.message);
    return later(transfer);
  }
}

function isSubmittable(transfer: Transfer): transfer is Submittable {
  if (transfer.state === 'cancelling') return transfer.evidence.cancel.stage === 'signed';
  return transfer.state === 'signed';
}

/** Again, in case nothing could be sent. It does nothing once something was. */
function later({ id }: Submittable): readonly JobOrder[] {
  return [
    { name: JOBS.submit, id, after: 'submitAgain' },
    // Watch at once: somebody else may have executed it, and a later order must not postpone an earlier one.
    { name: JOBS.watch, id },
  ];
}
