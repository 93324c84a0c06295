import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { JOBS, TransferLife } from './transfer-life.js';
import { TransfersRepository } from './transfers.repository.js';

/** Lets the longest waiting transfer into its Safe's lane once the previous one has ended (invariant 12). */
@Injectable()
export class Lane implements OnModuleInit {
  private readonly log = new Logger(Lane.name);

  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly life: TransferLife,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.lane, (id) => this.admit(id));
  }

  private async admit(id: string): Promise<void> {
    const safeId = parseId('safe', id);
    await this.database.transaction(async (tx) => {
      // Only spares the attempt: the unique index on the lane's holder would refuse a second one.
      if (await this.transfers.laneHolder(safeId, tx)) return;
      const first = await this.transfers.firstQueued(safeId, tx);
      if (!first) return;
      await this.life.advance(tx, first, { kind: 'enter-lane', at: await this.database.now(tx) }, 'system');
      this.log.log(`${first.id} entered the lane of ${safeId}`);
    });
  }
}
