import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { FollowQuery, FollowedPart } from './followed-log.contract.js';
import { FollowedLog } from './followed-log.js';

@ApiTags('audit')
@Controller('v1/log/entries')
export class FollowedLogController {
  constructor(private readonly log: FollowedLog) {}

  @Get()
  @Read('auditor', 'compliance', 'admin')
  @Header('Content-Type', 'application/x-ndjson; charset=utf-8')
  @ApiProduces('application/x-ndjson')
  @Refuses('AUDIT_ENTRY_NOT_FOUND', 'AUDIT_UNAVAILABLE')
  @ApiOperation({
    operationId: 'followLog',
    summary: 'Follow the log from an entry on',
    description:
      'The next entries, 500 at most, as a JSONL export that proves itself; nothing if there are none yet. With names=true a last line says what its ids were called. One entry of the log stands for an hour of following.',
  })
  @ApiResponse({ status: 200, standardSchema: FollowedPart })
  follow(
    @Query({ schema: FollowQuery }) { from, names }: z.output<typeof FollowQuery>,
    @CurrentPrincipal() reader: Principal,
  ): Promise<string> {
    return this.log.next(BigInt(from), reader, { isNamed: names === 'true' });
  }
}
