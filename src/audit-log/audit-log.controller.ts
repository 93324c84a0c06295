import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { AuditEntryPath, AuditEntryView, AuditPage, AuditQuery } from './audit-log.contract.js';
import { AuditReading } from './audit-reading.js';
import { NoteText } from './log.contract.js';
import { LogTree } from './tree/log-tree.js';

@ApiTags('audit')
@Controller('v1/audit-entries')
export class AuditLogController {
  constructor(
    private readonly reading: AuditReading,
    private readonly tree: LogTree,
  ) {}

  @Get()
  @Read('auditor', 'compliance', 'admin')
  @ApiOperation({
    operationId: 'listAuditEntries',
    summary: 'List the entries of the audit log',
    description:
      'In order, as the log stood when the first page was read. Reading is an entry of the log itself.',
  })
  @ApiResponse({ status: 200, standardSchema: AuditPage })
  list(
    @Query({ schema: AuditQuery }) query: AuditQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AuditPage> {
    return this.reading.page(query, principal);
  }

  @Get(':index')
  @Read('auditor', 'compliance', 'admin')
  @Refuses('AUDIT_ENTRY_NOT_FOUND', 'ENTRY_VEILED')
  @ApiOperation({
    operationId: 'showAuditEntry',
    summary: 'Show an entry of the audit log',
    description:
      'The entry with the exact bytes that its leaf hash covers. They are empty while they are veiled from the reader.',
  })
  @ApiResponse({ status: 200, standardSchema: AuditEntryView })
  one(
    @Param({ schema: AuditEntryPath }) { index }: z.output<typeof AuditEntryPath>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AuditEntryView> {
    return this.reading.one(BigInt(index), principal);
  }

  /** Hashes only, so it reveals nothing that is veiled and is not logged as a reading. */
  @Get(':index/proof')
  @Read('auditor', 'compliance', 'admin')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiProduces('text/plain')
  @Refuses('AUDIT_ENTRY_NOT_FOUND')
  @ApiOperation({
    operationId: 'showAuditEntryProof',
    summary: 'Show the receipt of an entry',
    description:
      'A C2SP tlog-proof that is verified offline: the entry is in the log under a signed checkpoint.',
  })
  @ApiResponse({ status: 200, standardSchema: NoteText })
  proof(@Param({ schema: AuditEntryPath }) { index }: z.output<typeof AuditEntryPath>): Promise<string> {
    return this.tree.receipt(BigInt(index));
  }
}
