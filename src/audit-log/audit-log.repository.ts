import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AuditEvent, AuditLine, AuditType } from '../domain/audit-log/entry.js';
import { Database, type Tx } from '../infra/database/database.js';

const Head = z.tuple([z.object({ size: z.bigint(), at: z.date() })]);

export interface StoredEntry {
  readonly index: bigint;
  readonly subject: string | null;
  readonly body: string;
  readonly leafHash: string;
}

export interface AuditFilter {
  readonly type?: AuditType | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly safeId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly after: bigint;
  readonly before?: bigint | undefined;
  readonly limit: number;
}

interface NewEntry {
  readonly event: AuditEvent;
  readonly index: bigint;
  readonly at: Date;
  readonly line: AuditLine;
}

@Injectable()
export class AuditLogRepository {
  constructor(private readonly database: Database) {}

  /** Takes the next index. The head's row lock is held to the end of the transaction: indexes have no gaps. */
  async takeIndex(tx: Tx): Promise<{ index: bigint; at: Date }> {
    const rows = await tx.$queryRaw`
      UPDATE audit_head SET size = size + 1 WHERE id = 1 RETURNING size, clock_timestamp() AS at`;
    const [head] = Head.parse(rows);
    return { index: head.size - 1n, at: head.at };
  }

  async lockHead(tx: Tx): Promise<void> {
    await tx.$queryRaw`SELECT size FROM audit_head WHERE id = 1 FOR UPDATE`;
  }

  async insert(tx: Tx, entry: NewEntry): Promise<void> {
    await tx.auditEntry.create({
      data: {
        index: entry.index,
        type: entry.event.type,
        actor: entry.event.actor,
        safeId: entry.event.safeId ?? null,
        subject: entry.event.subject ?? null,
        at: entry.at,
        body: entry.line.body,
        leafHash: entry.line.leafHash,
      },
    });
  }

  async list(filter: AuditFilter): Promise<readonly StoredEntry[]> {
    const rows = await this.database.read.auditEntry.findMany({
      where: {
        index: { gt: filter.after, ...(filter.before !== undefined && { lt: filter.before }) },
        ...(filter.type && { type: filter.type }),
        ...(filter.actor && { actor: filter.actor }),
        ...(filter.subject && { subject: filter.subject }),
        ...(filter.safeId && { safeId: filter.safeId }),
        ...((filter.from ?? filter.to) && {
          at: { ...(filter.from && { gte: filter.from }), ...(filter.to && { lt: filter.to }) },
        }),
      },
      orderBy: { index: 'asc' },
      take: filter.limit,
      select: { index: true, subject: true, body: true, leafHash: true },
    });
    return rows;
  }
  /** How many entries there are. The head commits together with its entry, so all of them can be read. */
  async size(): Promise<bigint> {
    const { size } = await this.database.read.auditHead.findUniqueOrThrow({ where: { id: 1 } });
    return size;
  }
}
