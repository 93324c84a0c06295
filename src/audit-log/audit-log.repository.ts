import { Injectable } from '@nestjs/common';
import type { StagedAct } from '../domain/audit-log/entry.js';
import type { Outcome } from '../domain/audit-log/outcome.js';
import { Database, type Tx } from '../infra/database/database.js';

export interface StoredEntry {
  readonly index: bigint;
  readonly subject: string | null;
  readonly body: string;
  readonly leafHash: string;
}

export interface AuditFilter {
  readonly type?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly safeId?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly after: bigint;
  readonly before?: bigint | undefined;
  readonly limit: number;
}

export interface SealedAct {
  readonly ref: string;
  readonly act: StagedAct;
  readonly seal: Uint8Array<ArrayBuffer>;
}

@Injectable()
export class AuditLogRepository {
  constructor(private readonly database: Database) {}

  /** Its moment is the database's, as it is written. */
  async stage(tx: Tx, { ref, act, seal }: SealedAct): Promise<void> {
    await tx.auditStaged.create({ data: { ref, ...act, seal }, select: { id: true } });
  }

  async list(filter: AuditFilter): Promise<readonly StoredEntry[]> {
    const rows = await this.database.read.auditEntry.findMany({
      where: whereOf(filter),
      orderBy: { index: 'asc' },
      take: filter.limit,
      select: { index: true, subject: true, body: true, leafHash: true },
    });
    return rows;
  }

  /** How many there are, counted up to `limit`. */
  async count(filter: AuditFilter): Promise<number> {
    const rows = await this.database.read.auditEntry.findMany({
      where: whereOf(filter),
      take: filter.limit,
      select: { index: true },
    });
    return rows.length;
  }

  /** How many entries the log's signed tree has. What is staged is not in it yet, and nobody reads it. */
  async size(): Promise<bigint> {
    const { _max } = await this.database.read.logCheckpoint.aggregate({ _max: { size: true } });
    return _max.size ?? 0n;
  }
}

function whereOf({ type, actor, subject, safeId, outcome, from, to, after, before }: AuditFilter) {
  return {
    index: { gt: after, ...(before !== undefined && { lt: before }) },
    ...(type && { type }),
    ...(actor && { actor }),
    ...(subject && { subject }),
    ...(safeId && { safeId }),
    ...(outcome && { outcome }),
    ...((from ?? to) && { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
  };
}
