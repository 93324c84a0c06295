import { Injectable } from '@nestjs/common';
import { type AuditEvent, auditLine } from '../domain/audit-log/entry.js';
import type { Tx } from '../infra/database/database.js';
import { AuditLogRepository } from './audit-log.repository.js';

/** The only writer of the log. It takes the act's own transaction: no entry, no act (invariant 16). */
@Injectable()
export class AuditLog {
  constructor(private readonly entries: AuditLogRepository) {}

  /** Waits for the turn that an entry waits for, and holds it to the end of the transaction, without writing one. */
  takeTurn(tx: Tx): Promise<void> {
    return this.entries.lockHead(tx);
  }

  async append(tx: Tx, event: AuditEvent): Promise<void> {
    const { index, at } = await this.entries.takeIndex(tx);
    await this.entries.insert(tx, { event, index, at, line: auditLine(event, index, at.toISOString()) });
  }
}
