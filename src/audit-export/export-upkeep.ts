import { Injectable, type OnModuleInit } from '@nestjs/common';
import { unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { EXPORT_JOB } from './audit-exports.js';
import { AuditExportsRepository } from './audit-exports.repository.js';
import { ExportRecords } from './export-records.js';

/** Longer than any turn takes. */
const ABANDONED_SECONDS = 60;

/** Background upkeep of exports: resuming abandoned ones, and deleting expired ones. */
@Injectable()
export class ExportUpkeep implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly exports: AuditExportsRepository,
    private readonly records: ExportRecords,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.regularly(() => this.resume());
    this.jobs.regularly(() => this.expire());
  }

  /** Orders the next turn of each export whose last turn was killed. */
  async resume(): Promise<void> {
    const now = await this.database.now();
    for (const id of await this.exports.abandoned(unixSeconds(now - ABANDONED_SECONDS)))
      await this.database.transaction((tx) => this.jobs.order(tx, { name: EXPORT_JOB, id }));
  }

  /** Deletes expired exports, each with its log entry. */
  async expire(): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const order of await this.exports.removeExpired(tx, await this.database.now(tx)))
        await this.records.write(tx, order, 'system', { kind: 'expired' });
    });
  }
}
