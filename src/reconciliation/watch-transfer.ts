import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type Transfer, type TransferIn, isRelayed } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { JOBS } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { ExecutionWatch } from './execution-watch.js';
import { Settlement } from './settlement.js';

@Injectable()
export class Looks {
  constructor(
    private readonly execution: ExecutionWatch,
    private readonly settlement: Settlement,
  ) {}

  look(transfer: Watched): Promise<void> {
    return transfer.state === 'executed' ? this.settlement.look(transfer) : this.execution.look(transfer);
  }
}

/** Follows a relayed transfer on the chain until its end: executed, final, and equal to what was approved. */
@Injectable()
export class TransferWatcher implements OnModuleInit {
  private readonly log = new Logger(TransferWatcher.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly transfers: TransfersRepository,
    private readonly looks: Looks,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.watch, (id) => this.watch(id));
  }

  private async watch(id: string): Promise<void> {
    const transfer = await this.transfers.find(parseId('tr', id));
    if (!transfer || !isWatched(transfer)) return;
    try {
      await this.looks.look(transfer);
    } catch (error) {
      // The chain cannot be read, or the transfer moved on meanwhile: both are for the next look.
      if (!(error instanceof DomainError)) throw error;
      this.log.warn(`${id} cannot be watched now: ${error.message}`);
    }
    await this.database.transaction((tx) => this.jobs.order(tx, { name: JOBS.watch, id, after: 'watch' }));
  }
}

type Watched = TransferIn<'relayed' | 'signed' | 'submitted' | 'executed'>;

function isWatched(transfer: Transfer): transfer is Watched {
  return isRelayed(transfer) || transfer.state === 'executed';
}
