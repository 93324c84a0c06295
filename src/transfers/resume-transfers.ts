import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { JOBS, jobsOf } from './transfer-life.js';
import { TransfersRepository } from './transfers.repository.js';

/** Orders the jobs of all live transfers again, so that the death of a process holds up none. */
@Injectable()
export class Resumption implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.regularly(() => this.resume());
  }

  private async resume(): Promise<void> {
    for (const transfer of await this.transfers.live()) await this.order(transfer);
  }

  /** A job that is running elsewhere may so run twice; its handler checks the state before it acts. */
  private async order(transfer: Transfer): Promise<void> {
    const { id, intent } = transfer;
    await this.database.transaction(async (tx) => {
      for (const job of jobsOf(transfer)) await this.jobs.order(tx, job);
      if (isBeforeRelay(transfer)) await this.jobs.order(tx, { name: JOBS.expire, id, at: intent.expiresAt });
    });
  }
}
