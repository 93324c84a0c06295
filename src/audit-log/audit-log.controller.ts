import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
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
  @ApiOperation({ summary: 'The audit log in order, as it stood when the first page was read' })
  @ApiResponse({ status: 200, standardSchema: AuditPage })
  list(
    @Query({ schema: AuditQuery }) query: AuditQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AuditPage> {
    return this.reading.page(query, principal);
  }

  @Get(':index')
  @Read('auditor', 'compliance', 'admin')
  @ApiOperation({ summary: 'One entry, with the bytes that its leaf hash is over' })
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
  @ApiOperation({ summary: 'The receipt of one entry (C2SP tlog-proof), to be verified offline' })
  @ApiResponse({ status: 200, standardSchema: NoteText })
  proof(@Param({ schema: AuditEntryPath }) { index }: z.output<typeof AuditEntryPath>): Promise<string> {
    return this.tree.receipt(BigInt(index));
  }
}
