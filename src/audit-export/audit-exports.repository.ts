import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ExportFilterSchema } from '../domain/audit-log/export-filter.js';
import { ERROR_CODES, type ErrorCode } from '../domain/errors.js';
import { ROLES } from '../domain/identity/person.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { idPattern, parseId } from '../domain/values/identifier.js';
import type { AuditExportModel } from '../generated/prisma/models/AuditExport.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import {
  EXPORT_FORMATS,
  EXPORT_STATUSES,
  type ExportFormat,
  type ExportStatus,
} from './audit-export.contract.js';
import type { ExportOrder } from './formats/export-order.js';

export interface AuditExport extends ExportOrder {
  readonly format: ExportFormat;
  readonly status: ExportStatus;
  /** The first entry that no part covers yet. */
  readonly next: bigint;
  readonly parts: number;
  readonly entries: bigint;
  readonly veiled: bigint;
  readonly bytes: bigint;
  readonly sha256: string | null;
  readonly failure: { readonly code: ErrorCode; readonly reason: string } | null;
  readonly finishedAt: UnixSeconds | null;
}

/** What one turn adds. */
export interface ExportTurn {
  readonly contents: readonly Uint8Array[];
  readonly next: bigint;
  readonly entries: bigint;
  readonly veiled: bigint;
}

const Reader = z.union([
  z.strictObject({
    kind: z.literal('person'),
    personId: z
      .string()
      .regex(idPattern('per'))
      .transform((text) => parseId('per', text)),
    name: z.string(),
    roles: z.array(z.enum(ROLES)),
    sessionId: z.string(),
  }),
  z.strictObject({
    kind: z.literal('service'),
    apiKeyId: z.string(),
    name: z.string(),
    roles: z.array(z.enum(ROLES)),
  }),
]);
const Failure = z.strictObject({ code: z.enum(ERROR_CODES), reason: z.string() }).nullable();
const Locked = z.array(z.object({ id: z.string() }));

@Injectable()
export class AuditExportsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, order: ExportOrder & Pick<AuditExport, 'format'>): Promise<AuditExport> {
    const { id, requestedBy, reader, format, filter, checkpointSize, checkpoint, createdAt } = order;
    const row = await tx.auditExport.create({
      data: {
        ...{ id, requestedBy, format, checkpointSize, checkpoint },
        reader: z.json().parse(reader) ?? {},
        filter: z.record(z.string(), z.string()).parse(filter),
        fromIndex: order.from,
        toIndex: order.to,
        nextIndex: order.from,
        status: 'queued',
        createdAt: toDate(createdAt),
        touchedAt: toDate(createdAt),
        expiresAt: toDate(order.expiresAt),
      },
    });
    return parseRow(row);
  }

  async find(id: string): Promise<AuditExport | undefined> {
    const row = await this.database.read.auditExport.findUnique({ where: { id } });
    return row ? parseRow(row) : undefined;
  }

  /** Of one requester, newest first; `before` is the id at which the page before ended. */
  async page(
    requestedBy: string,
    { limit, before }: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<readonly AuditExport[]> {
    const rows = await this.database.read.auditExport.findMany({
      where: { requestedBy, ...(before !== undefined && { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(parseRow);
  }

  async countUnfinished(tx: Tx, requestedBy: string): Promise<number> {
    return tx.auditExport.count({ where: { requestedBy, status: { in: ['queued', 'running'] } } });
  }

  /** Exports whose last turn is so long ago that its process must have been killed. */
  async abandoned(before: UnixSeconds): Promise<readonly string[]> {
    const rows = await this.database.read.auditExport.findMany({
      where: { status: { in: ['queued', 'running'] }, touchedAt: { lt: toDate(before) } },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  /** Locks an export to the end of the transaction: no other turn can change it. */
  async lock(tx: Tx, id: string): Promise<AuditExport | undefined> {
    const locked = Locked.parse(await tx.$queryRaw`SELECT id FROM audit_export WHERE id = ${id} FOR UPDATE`);
    if (locked.length === 0) return undefined;
    const row = await tx.auditExport.findUnique({ where: { id } });
    return row ? parseRow(row) : undefined;
  }

  /** Adds what a turn has made of a locked export. */
  async advance(tx: Tx, { id, parts }: AuditExport, turn: ExportTurn, now: UnixSeconds): Promise<void> {
    for (const [at, content] of turn.contents.entries())
      await tx.auditExportPart.create({
        data: { exportId: id, number: parts + at, content: new Uint8Array(content) },
        select: { number: true },
      });
    await tx.auditExport.update({
      where: { id },
      data: {
        status: 'running',
        nextIndex: turn.next,
        parts: { increment: turn.contents.length },
        entries: { increment: turn.entries },
        veiled: { increment: turn.veiled },
        bytes: { increment: turn.contents.reduce((sum, { length }) => sum + length, 0) },
        touchedAt: toDate(now),
      },
    });
  }

  /** Shows that somebody is still working on it. */
  async touch(id: string, now: UnixSeconds): Promise<void> {
    await this.database.read.auditExport.updateMany({ where: { id }, data: { touchedAt: toDate(now) } });
  }

  async finish(tx: Tx, id: string, sha256: string, now: UnixSeconds): Promise<void> {
    const at = toDate(now);
    await tx.auditExport.update({ where: { id }, data: { status: 'done', sha256, finishedAt: at } });
  }

  /** Marks it as failed, and deletes the parts written so far. */
  async fail(
    tx: Tx,
    id: string,
    failure: NonNullable<AuditExport['failure']>,
    now: UnixSeconds,
  ): Promise<void> {
    await tx.auditExportPart.deleteMany({ where: { exportId: id } });
    await tx.auditExport.update({
      where: { id },
      data: { status: 'failed', failure: { ...failure }, parts: 0, bytes: 0, finishedAt: toDate(now) },
    });
  }

  /** Streams the parts one by one, so memory holds one part, however long the file is. */
  async *contents({ id, parts }: Pick<AuditExport, 'id' | 'parts'>): AsyncGenerator<Uint8Array> {
    for (let number = 0; number < parts; number += 1) {
      const where = { exportId_number: { exportId: id, number } };
      const { content } = await this.database.read.auditExportPart.findUniqueOrThrow({ where });
      yield content;
    }
  }

  /** Deletes expired exports, skipping those that another replica is deleting right now. */
  async removeExpired(tx: Tx, now: UnixSeconds): Promise<readonly AuditExport[]> {
    const locked = Locked.parse(
      await tx.$queryRaw`
        SELECT id FROM audit_export WHERE expires_at <= ${toDate(now)}
        ORDER BY expires_at LIMIT 20 FOR UPDATE SKIP LOCKED`,
    );
    const ids = locked.map(({ id }) => id);
    if (ids.length === 0) return [];
    const rows = await tx.auditExport.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } });
    await tx.auditExport.deleteMany({ where: { id: { in: ids } } });
    return rows.map(parseRow);
  }
}

function parseRow(row: AuditExportModel): AuditExport {
  const { requestedBy, checkpointSize, checkpoint, parts, entries, veiled, bytes, sha256 } = row;
  return {
    id: parseId('exp', row.id),
    ...{ requestedBy, checkpointSize, checkpoint, parts, entries, veiled, bytes, sha256 },
    reader: Reader.parse(row.reader),
    format: z.enum(EXPORT_FORMATS).parse(row.format),
    filter: ExportFilterSchema.parse(row.filter),
    from: row.fromIndex,
    to: row.toIndex,
    status: z.enum(EXPORT_STATUSES).parse(row.status),
    next: row.nextIndex,
    failure: Failure.parse(row.failure),
    createdAt: fromDate(row.createdAt),
    finishedAt: row.finishedAt && fromDate(row.finishedAt),
    expiresAt: fromDate(row.expiresAt),
  };
}
