import { Injectable } from '@nestjs/common';
import { AuditLogRepository } from '../audit-log/audit-log.repository.js';
import type { ExportFilter } from '../domain/audit-log/export-filter.js';
import { DomainError } from '../domain/errors.js';
import type { ExportFormat } from './audit-export.contract.js';
import { searchOf } from './export-search.js';
import { ExportWriters } from './formats/export-writers.js';

/** Whether what is asked for fits into its format. */
@Injectable()
export class ExportRoom {
  constructor(
    private readonly entries: AuditLogRepository,
    private readonly writers: ExportWriters,
  ) {}

  /** @throws DomainError AUDIT_EXPORT_TOO_LARGE */
  async require(
    format: ExportFormat,
    filter: ExportFilter,
    range: { readonly from: bigint; readonly to: bigint },
  ): Promise<void> {
    const writer = this.writers.of(format);
    if (writer.kind === 'streamed') return;
    const limit = writer.entriesMax + 1;
    if ((await this.entries.count({ ...searchOf(filter, range), limit })) < limit) return;
    throw DomainError.at(
      '/filter',
      'AUDIT_EXPORT_TOO_LARGE',
      `a ${format} export has room for ${String(writer.entriesMax)} entries: ask for less, or for another format`,
    );
  }
}
