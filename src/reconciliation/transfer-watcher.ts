import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type Exposed, type Transfer, type TransferIn, isExposed } from '../domain/transfers/transfer.js';
import type { JobOrder } from '../infra/jobs/jobs.js';
import { ChainLooksRepository } from '../transfers/chain-looks.repository.js';
import { TransferJobs } from '../transfers/transfer-jobs.js';
import { JOBS } from '../transfers/transfer-life.js';
import { ExecutionWatch } from './execution-watch.js';
import { Settlement } from './settlement.js';

/** Follows a relayed transfer on the chain until its end: executed, final, and equal to what was approved. */
@Injectable()
export class TransferWatcher implements OnModuleInit {
  private readonly log = new Logger(TransferWatcher.name);

  constructor(
    private readonly jobs: TransferJobs,
    private readonly execution: ExecutionWatch,
    private readonly settlement: Settlement,
    private readonly looks: ChainLooksRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.watch, { isFor: isWatched, act: (transfer) => this.watch(transfer) });
  }

  /** @returns what is still looked for on the chain; null if the transfer has moved on meanwhile */
  private async look(transfer: Watched): Promise<string | undefined | null> {
    try {
      return await (transfer.state === 'executed'
        ? this.settlement.look(transfer)
        : this.execution.look(transfer));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'STATE_CONFLICT') return null;
      // The chain cannot be read: retry at the next look.
      this.log.warn(`${transfer.id} cannot be watched now: ${error.message}`);
      return error.message;
    }
  }

  private async watch(transfer: Watched): Promise<readonly JobOrder[]> {
    const words = await this.look(transfer);
    if (words !== null && !isSaidElsewhere(transfer, words)) await this.looks.note(transfer.id, words);
    return [{ name: JOBS.watch, id: transfer.id, after: 'watch' }];
  }
}

type Watched = TransferIn<Exposed | 'executed'>;

function isWatched(transfer: Transfer): transfer is Watched {
  return isExposed(transfer) || transfer.state === 'executed';
}

/** What a signed transfer or cancel waits for before its first bytes, and a cancel before it is cleared, their jobs say. */
function isSaidElsewhere(transfer: Watched, words: string | undefined): boolean {
  if (transfer.state !== 'cancelling') return transfer.state === 'signed' && words === undefined;
  const { stage } = transfer.evidence.cancel;
  return stage === 'asked' || (stage === 'signed' && words === undefined);
}
