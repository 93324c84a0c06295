import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { type JobOrder, Jobs } from '../infra/jobs/jobs.js';
import { TransfersRepository } from './transfers.repository.js';

/** A job about one transfer. It returns the jobs to order next. */
export interface TransferJob<T extends Transfer> {
  readonly isFor: (transfer: Transfer) => transfer is T;
  readonly act: (transfer: T) => Promise<readonly JobOrder[]>;
  /**
   * Handles a refusal by `act`; without it the engine retries the job. STATE_CONFLICT never comes here: the transfer
   * has moved on, and the engine retries.
   */
  readonly stop?: (transfer: T, error: DomainError) => Promise<readonly JobOrder[]>;
}

/** Runs the jobs of transfers. A job may run late or repeatedly, so it acts only in the states that it is for. */
@Injectable()
export class TransferJobs {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly transfers: TransfersRepository,
  ) {}

  handle<T extends Transfer>(name: string, job: TransferJob<T>): void {
    this.jobs.handle(name, (id) => this.run(id, job));
  }

  /** The transfer as a job saw it, under the lock of its row; undefined if it has moved on since. */
  async lock<T extends Transfer>(tx: Tx, seen: T): Promise<T | undefined> {
    const locked = await this.transfers.lock(seen.id, tx);
    return locked?.state === seen.state && locked.revision === seen.revision ? (locked as T) : undefined;
  }

  private async run<T extends Transfer>(id: string, job: TransferJob<T>): Promise<void> {
    const transfer = await this.transfers.find(parseId('tr', id));
    if (!transfer || !job.isFor(transfer)) return;
    const orders = await job.act(transfer).catch((error: unknown) => {
      if (!job.stop || !(error instanceof DomainError) || error.code === 'STATE_CONFLICT') throw error;
      return job.stop(transfer, error);
    });
    if (orders.length === 0) return;
    await this.database.transaction(async (tx) => {
      for (const order of orders) await this.jobs.order(tx, order);
    });
  }
}
