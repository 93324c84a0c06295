import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CurrentPrincipal, Mutation, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { Answer } from '../infra/http/answer.js';
import { Idempotency, IdempotencyKeyHeader, type IdempotentRequest } from '../infra/http/idempotency.js';
import {
  AuditExportPage,
  AuditExportPath,
  AuditExportQuery,
  AuditExportView,
  CreateAuditExport,
  type ExportFormat,
} from './audit-export.contract.js';
import { AuditExports } from './audit-exports.js';
import { ExportBases } from './export-bases.js';
import { OwnExports, exportView } from './own-exports.js';

const CSV = 'text/csv; charset=utf-8; header=present';

const FILES: Readonly<Record<ExportFormat, { readonly type: string; readonly ending: string }>> = {
  jsonl: { type: 'application/x-ndjson; charset=utf-8', ending: 'jsonl' },
  csv: { type: CSV, ending: 'csv' },
  pdf: { type: 'application/pdf', ending: 'pdf' },
  ocsf: { type: 'application/x-ndjson; charset=utf-8', ending: 'ocsf.jsonl' },
  'access-csv': { type: CSV, ending: 'access.csv' },
  // One line: a JSON Lines file of one record.
  'access-json': { type: 'application/x-ndjson; charset=utf-8', ending: 'access.json' },
  'access-pdf': { type: 'application/pdf', ending: 'access.pdf' },
  'duties-csv': { type: CSV, ending: 'duties.csv' },
  'duties-json': { type: 'application/x-ndjson; charset=utf-8', ending: 'duties.json' },
  'duties-pdf': { type: 'application/pdf', ending: 'duties.pdf' },
};

const BINARY = { type: 'string', format: 'binary' };

@ApiTags('audit')
@Controller('v1/audit-exports')
export class AuditExportsController {
  constructor(
    private readonly exports: AuditExports,
    private readonly bases: ExportBases,
    private readonly own: OwnExports,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @HttpCode(202)
  @Mutation({
    roles: ['auditor', 'compliance', 'admin'],
    audit: 'audit-export.requested',
    signs: 'nothing',
  })
  @Refuses('AUDIT_EXPORT_TOO_LARGE', 'AUDIT_ENTRY_NOT_FOUND', 'STATE_CONFLICT')
  @ApiOperation({
    summary: 'Order a part of the log as a file',
    description:
      'The file is made in the background: ask for the export until it is done. Ordering it is an entry of the log itself.',
  })
  @ApiResponse({ status: 202, standardSchema: AuditExportView })
  create(
    @Body({ schema: CreateAuditExport }) body: CreateAuditExport,
    @CurrentPrincipal() reader: Principal,
    @IdempotencyKeyHeader() request: IdempotentRequest,
  ): Promise<Answer> {
    return this.idempotency.onceAfter(
      request,
      () => this.bases.newest(),
      async (tx, basis) =>
        new Answer(202, exportView(await this.exports.create(tx, body, { reader, basis }))),
    );
  }

  @Get()
  @Read('auditor', 'compliance', 'admin')
  @ApiOperation({
    summary: 'List your own audit exports',
    description: 'Newest first, with how far each has come. Nobody sees the exports of others.',
  })
  @ApiResponse({ status: 200, standardSchema: AuditExportPage })
  list(
    @Query({ schema: AuditExportQuery }) query: z.output<typeof AuditExportQuery>,
    @CurrentPrincipal() reader: Principal,
  ): Promise<z.output<typeof AuditExportPage>> {
    return this.own.list(reader, query);
  }

  @Get(':id')
  @Read('auditor', 'compliance', 'admin')
  @Refuses('AUDIT_EXPORT_NOT_FOUND')
  @ApiOperation({
    summary: 'Show one of your audit exports',
    description: 'How far the export has come, what it covers and, once done, the SHA-256 of its file.',
  })
  @ApiResponse({ status: 200, standardSchema: AuditExportView })
  show(
    @Param({ schema: AuditExportPath }) { id }: z.output<typeof AuditExportPath>,
    @CurrentPrincipal() reader: Principal,
  ): Promise<AuditExportView> {
    return this.own.show(id, reader);
  }

  @Get(':id/file')
  @Read('auditor', 'compliance', 'admin')
  @Refuses('AUDIT_EXPORT_NOT_FOUND', 'STATE_CONFLICT', 'AUDIT_UNAVAILABLE')
  @ApiOperation({
    operationId: 'downloadAuditExport',
    summary: 'Download the file of an audit export',
    description:
      'The bytes of an export that is done. Compare their SHA-256 with the one that the log records.',
  })
  @ApiProduces('application/x-ndjson', 'text/csv', 'application/pdf')
  @ApiResponse({
    status: 200,
    content: {
      'application/x-ndjson': { schema: BINARY },
      'text/csv': { schema: BINARY },
      'application/pdf': { schema: BINARY },
    },
  })
  async file(
    @Param({ schema: AuditExportPath }) { id }: z.output<typeof AuditExportPath>,
    @CurrentPrincipal() reader: Principal,
  ): Promise<StreamableFile> {
    const { order, contents } = await this.own.open(id, reader);
    const { type, ending } = FILES[order.format];
    return new StreamableFile(Readable.from(contents), {
      type,
      disposition: `attachment; filename="sluice-audit-${id}.${ending}"`,
      length: Number(order.bytes),
    });
  }
}
