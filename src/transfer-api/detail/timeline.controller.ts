import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { parseId } from '../../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { TransferLookup } from '../views/transfer-lookup.js';
import { TransferParams } from '../views/transfers.contract.js';
import { Timeline, TimelineQuery } from './timeline.contract.js';
import { Timelines } from './timelines.js';

@ApiTags('transfers')
@Controller('v1/transfers/:id/timeline')
export class TimelineController {
  constructor(
    private readonly lookup: TransferLookup,
    private readonly timelines: Timelines,
  ) {}

  @Get()
  @Refuses('TRANSFER_NOT_FOUND')
  @ApiOperation({
    operationId: 'showTimeline',
    summary: 'Show what happened to a transfer',
    description:
      'Each step of its life by whom and when, oldest first, from its entries in the audit log; acts that have no ' +
      'place there yet come last. Whoever must re-key destination and amount gets no sentences.',
  })
  @ApiResponse({ status: 200, standardSchema: Timeline })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async show(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: z.output<typeof TransferParams>,
    @Query({ schema: TimelineQuery }) query: z.output<typeof TimelineQuery>,
  ): Promise<Timeline> {
    const transfer = await this.lookup.find(parseId('tr', params.id));
    return this.timelines.of(transfer, by, { after: BigInt(query.cursor ?? -1), limit: query.limit });
  }
}
