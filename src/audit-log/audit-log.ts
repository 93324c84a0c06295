import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { type AuditEvent, stagedAct } from '../domain/audit-log/entry.js';
import type { Tx } from '../infra/database/database.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { LogKey } from './sequencer/log-key.js';

/**
 * The way for acts to write to the log. The entry is staged in the act's own transaction: no entry, no act (invariant
 * 16). Staging takes no shared lock; `LogSequencer` assigns the place in the log after the commit.
 */
@Injectable()
export class AuditLog {
  constructor(
    private readonly entries: AuditLogRepository,
    private readonly key: LogKey,
  ) {}

  async append(tx: Tx, event: AuditEvent): Promise<void> {
    const [ref, act] = [v7(), stagedAct(event)];
    await this.entries.stage(tx, { ref, act, seal: this.key.seal(ref, act) });
  }
}
