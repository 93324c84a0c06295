import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import { isOpen } from '../domain/register/ledger.js';
import { parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { Register } from '../register/register.js';
import { ChangeLog, SETTLE_CHANGE } from './change-log.js';

/** Logs changes that have become active or expired by time. The status itself follows from time, without this. */
@Injectable()
export class ChangeSettler implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly entries: AuditLogRepository,
    private readonly log: ChangeLog,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(SETTLE_CHANGE, (id) => this.settle(id));
    this.jobs.regularly(() => this.orderOpen());
  }

  private async settle(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const register = await this.register.lock(tx);
      const record = register.ledger.changes.get(parseId('chg', id));
      if (!record) return;
      if (isOpen(record.status)) await this.log.order(tx, record);
      else if (!(await this.isWritten(id))) await this.log.ended(tx, record);
    });
  }

  private async isWritten(id: string): Promise<boolean> {
    const found = await this.entries.list({ subject: id, after: -1n, limit: 200 });
    return found.some(({ body }) =>
      /"type":"change\.(activated|expired|superseded|rejected|withdrawn)"/.test(body),
    );
  }

  private async orderOpen(): Promise<void> {
    const { ledger } = await this.register.current();
    await this.database.transaction(async (tx) => {
      for (const id of ledger.open) {
        const record = ledger.changes.get(id);
        if (record) await this.log.order(tx, record);
      }
    });
  }
}
