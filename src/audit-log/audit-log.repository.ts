import { Injectable } from '@nestjs/common';
import type { StagedAct } from '../domain/audit-log/entry.js';
import type { Outcome } from '../domain/audit-log/acts/act.js';
import { Database, type Tx } from '../infra/database/database.js';

export interface StoredEntry {
  readonly index: bigint;
  readonly subject: string | null;
  readonly body: string;
  readonly leafHash: string;
}

export interface AuditFilter {
  readonly type?: string | undefined;
  /** Any of these. */
  readonly types?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  /** Any of these. */
  readonly subjects?: readonly string[] | undefined;
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

/** A search by time still finds everything if the database's clock was put back by up to this. */
const CLOCK_STEP_MS = 60 * 60_000;

@Injectable()
export class AuditLogRepository {
  constructor(private readonly database: Database) {}

  /** Stages an act. The database sets its time on insert. */
  async stage(tx: Tx, { ref, act, seal }: SealedAct): Promise<void> {
    await tx.auditStaged.create({ data: { ref, ...act, seal }, select: { id: true } });
  }

  async list(filter: AuditFilter): Promise<readonly StoredEntry[]> {
    const rows = await this.database.read.auditEntry.findMany({
      where: whereOf(await this.narrowed(filter)),
      orderBy: { index: 'asc' },
      take: filter.limit,
      select: { index: true, subject: true, body: true, leafHash: true },
    });
    return rows;
  }

  /** The number of matching entries, counted up to `limit`. */
  async count(filter: AuditFilter): Promise<number> {
    const rows = await this.database.read.auditEntry.findMany({
      where: whereOf(await this.narrowed(filter)),
      take: filter.limit,
      select: { index: true },
    });
    return rows.length;
  }

  /**
   * Adds a lower bound of the index to a search by time, from a checkpoint before `from`: every entry in its tree is
   * older still. Without it the database would scan all entries by index.
   */
  private async narrowed(filter: AuditFilter): Promise<AuditFilter> {
    if (!filter.from) return filter;
    const before = await this.database.read.logCheckpoint.findFirst({
      where: { at: { lt: new Date(filter.from.getTime() - CLOCK_STEP_MS) } },
      orderBy: { at: 'desc' },
      select: { size: true },
    });
    const last = (before?.size ?? 0n) - 1n;
    return last > filter.after ? { ...filter, after: last } : filter;
  }

  /** The newest entries of a type by somebody, newest first, from a moment on. */
  async latestBy(
    { type, actor, since }: { readonly type: string; readonly actor: string; readonly since: Date },
    limit: number,
  ): Promise<readonly (Pick<StoredEntry, 'body'> & { readonly at: Date })[]> {
    return this.database.read.auditEntry.findMany({
      where: { type, actor, at: { gte: since } },
      orderBy: { index: 'desc' },
      take: limit,
      select: { body: true, at: true },
    });
  }

  /** The size of the signed tree. Staged acts are not in it yet, and nobody reads them. */
  async size(): Promise<bigint> {
    const { _max } = await this.database.read.logCheckpoint.aggregate({ _max: { size: true } });
    return _max.size ?? 0n;
  }
}

function whereOf({ type, types, actor, subject, subjects, safeId, outcome, ...bounds }: AuditFilter) {
  const { from, to, after, before } = bounds;
  return {
    index: { gt: after, ...(before !== undefined && { lt: before }) },
    ...(types && { type: { in: [...types] } }),
    ...(type && { type }),
    ...(actor && { actor }),
    ...(subjects && { subject: { in: [...subjects] } }),
    ...(subject && { subject }),
    ...(safeId && { safeId }),
    ...(outcome && { outcome }),
    ...((from ?? to) && { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
  };
}
