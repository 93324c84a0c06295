import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ExceptionsRepository } from '../exceptions/exceptions.repository.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { ExceptionListQuery, ExceptionPage } from './views/exceptions.contract.js';
import { ShownTransfers } from './shown-transfers.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

/** Every exception that was ever given, newest first. */
@ApiTags('exceptions')
@Controller('v1/exceptions')
export class ExceptionsController {
  constructor(
    private readonly exceptions: ExceptionsRepository,
    private readonly transfers: TransfersRepository,
    private readonly shown: ShownTransfers,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List exceptions',
    description:
      'Every exception from a rule that compliance ever signed, newest first, each with its status now. Of a transfer ' +
      'that the reader must enter from the ticket first, values and reason are null.',
  })
  @ApiResponse({ status: 200, standardSchema: ExceptionPage })
  @Read('compliance', 'auditor', 'admin')
  async list(
    @CurrentPrincipal() by: Principal,
    @Query({ schema: ExceptionListQuery }) query: z.output<typeof ExceptionListQuery>,
  ): Promise<z.output<typeof ExceptionPage>> {
    const granted = await this.exceptions.page({ limit: query.limit + 1, before: query.cursor });
    const page = granted.slice(0, query.limit);
    const transfers = await this.transfers.findEach(page.map(({ transferId }) => transferId));
    // The status of one depends on its transfer and on the transfer's others.
    const views = await this.shown.exceptions([...transfers.values()], by);
    const data = page.flatMap(
      ({ id, transferId }) => views.get(transferId)?.filter((each) => each.id === id) ?? [],
    );
    const nextCursor = granted.length > query.limit ? (page.at(-1)?.id ?? null) : null;
    return { data, nextCursor };
  }
}
