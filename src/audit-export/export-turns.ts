import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { EXPORT_JOB } from './audit-exports.js';
import { AuditExportsRepository } from './audit-exports.repository.js';
import { ExportEnds } from './export-ends.js';
import { WrittenParts } from './written-parts.js';

/**
 * Writes exports, one part per turn. A turn is one transaction: the part, the progress, and the order of the next turn.
 * So any replica can continue, nothing is written twice, and the jobs of transfers wait for one part at most.
 */
@Injectable()
export class ExportTurns implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly exports: AuditExportsRepository,
    private readonly parts: WrittenParts,
    private readonly ends: ExportEnds,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(EXPORT_JOB, (id) => this.turn(id));
  }

  /** One turn. Concurrent turns of one export are serialised: the second sees what the first has done. */
  async turn(id: string): Promise<void> {
    try {
      const isWritten = await this.database.transaction((tx) => this.writeNext(tx, id));
      if (isWritten) await this.ends.finish(id);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.code.startsWith('LOG_')) throw error;
      await this.ends.fail(id, error);
    }
  }

  /** @returns whether all entries are written */
  private async writeNext(tx: Tx, id: string): Promise<boolean> {
    const order = await this.exports.lock(tx, id);
    if (!order || order.status === 'done' || order.status === 'failed') return false;
    if (order.next === order.to) return true;
    const turn = await this.parts.next(order);
    await this.exports.advance(tx, order, turn, await this.database.now(tx));
    await this.jobs.order(tx, { name: EXPORT_JOB, id });
    return false;
  }
}
