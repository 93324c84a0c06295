import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { type ChangeRecord, isOpen } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import type { AuditEvent } from '../domain/audit-log/entry.js';
import type { ChangeId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import type { Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';

export const SETTLE_CHANGE = 'settle-change';

/** Logs the outcome of changes, and orders jobs for those that only time decides. */
@Injectable()
export class ChangeLog {
  constructor(
    private readonly audit: AuditLog,
    private readonly jobs: Jobs,
  ) {}

  /** Logs the effect of an act on every open change, and on new ones. */
  async follow(tx: Tx, before: Registered, after: Registered): Promise<void> {
    const ids = new Set([...before.ledger.open, ...after.ledger.open, ...newOnes(before, after)]);
    for (const id of ids) {
      const [was, is] = [before.ledger.changes.get(id), after.ledger.changes.get(id)];
      if (!is) continue;
      if (was?.status.state !== is.status.state) await this.ended(tx, is);
      if (isOpen(is.status)) await this.order(tx, is);
    }
  }

  /** Logs the end of a change. */
  async ended(tx: Tx, record: ChangeRecord): Promise<void> {
    const event = endOf(record);
    if (event) await this.audit.append(tx, event);
  }

  async order(tx: Tx, { change, status }: ChangeRecord): Promise<void> {
    const due = status.state === 'approved' ? status.activeFrom : change.expiresAt;
    await this.jobs.order(tx, { name: SETTLE_CHANGE, id: change.id, at: unixSeconds(due + 1) });
  }
}

function newOnes(before: Registered, after: Registered): ChangeId[] {
  return [...after.ledger.changes.keys()].filter((id) => !before.ledger.changes.has(id));
}

/** The entry for the end of a change. Entries of the answers are written with the answers. */
export function endOf({ change, status }: Pick<ChangeRecord, 'change' | 'status'>): AuditEvent | undefined {
  const about = { actor: 'system', subject: change.id };
  const detail = { kind: change.kind, object: change.subject, sentences: change.sentences };
  switch (status.state) {
    case 'active':
      return { ...about, type: 'change.activated', detail };
    case 'expired':
      return { ...about, type: 'change.expired', detail };
    case 'superseded':
      return { ...about, type: 'change.superseded', detail: { ...detail, reason: status.reason } };
    case 'proposed':
    case 'approved':
    case 'rejected':
    case 'withdrawn':
      return undefined;
  }
}
