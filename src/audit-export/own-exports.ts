import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { Database } from '../infra/database/database.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { AuditExportPage, AuditExportView } from './audit-export.contract.js';
import { type AuditExport, AuditExportsRepository } from './audit-exports.repository.js';
import { ExportRecords } from './export-records.js';

/** Shows exports and gives out their files to their requester alone: others may be barred from what a file shows. */
@Injectable()
export class OwnExports {
  constructor(
    private readonly database: Database,
    private readonly exports: AuditExportsRepository,
    private readonly records: ExportRecords,
  ) {}

  async list(
    reader: Principal,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<z.output<typeof AuditExportPage>> {
    const found = await this.exports.page(actorOf(reader), { limit: limit + 1, before: cursor });
    const shown = found.slice(0, limit);
    const nextCursor = found.length > limit ? (shown.at(-1)?.id ?? null) : null;
    return { data: shown.map(exportView), nextCursor };
  }

  async show(id: string, reader: Principal): Promise<AuditExportView> {
    return exportView(await this.own(id, reader));
  }

  /** The file. Its download is logged first. */
  async open(
    id: string,
    reader: Principal,
  ): Promise<{ readonly order: AuditExport; readonly contents: AsyncGenerator<Uint8Array> }> {
    const order = await this.own(id, reader);
    // With a new role, an approver's for example, the reader may be barred from what the file shows.
    if (reader.roles.some((role) => !order.reader.roles.includes(role)))
      throw new DomainError('STATE_CONFLICT', 'you have roles that you did not have then: ask for a new one');
    if (order.status !== 'done') throw new DomainError('STATE_CONFLICT', `the export is ${order.status}`);
    try {
      await this.database.transaction((tx) =>
        this.records.write(tx, order, actorOf(reader), { kind: 'downloaded' }),
      );
    } catch (cause) {
      const words = 'the download could not be written to the audit log';
      throw new DomainError('AUDIT_UNAVAILABLE', words, [], { cause });
    }
    return { order, contents: this.exports.contents(order) };
  }

  private async own(id: string, reader: Principal): Promise<AuditExport> {
    const found = await this.exports.find(id);
    if (found?.requestedBy !== actorOf(reader))
      throw new DomainError('AUDIT_EXPORT_NOT_FOUND', 'you have no such export');
    return found;
  }
}

/** As the API shows it. */
export function exportView(order: AuditExport): AuditExportView {
  const { id, format, filter, status, from, to, next, entries, veiled, bytes } = order;
  const { sha256, checkpoint, failure, createdAt, finishedAt, expiresAt } = order;
  return {
    ...{ id, format, filter, status, sha256, checkpoint, failure },
    from: from.toString(),
    to: to.toString(),
    progress: { done: Number(next - from), total: Number(to - from) },
    entries: Number(entries),
    veiled: Number(veiled),
    bytes: Number(bytes),
    createdAt: printTimestamp(createdAt),
    finishedAt: finishedAt === null ? null : printTimestamp(finishedAt),
    expiresAt: printTimestamp(expiresAt),
  };
}
