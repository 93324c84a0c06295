import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { TransferId } from '../domain/values/identifier.js';
import { ExceptionsRepository } from '../exceptions/exceptions.repository.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { ExceptionListQuery, ExceptionPage, type ExceptionView } from './exceptions.contract.js';
import { ShownTransfers } from './shown-transfers.js';
import { TransferLookup } from './transfer-lookup.js';

/** Every exception that was ever given, newest first. */
@ApiTags('exceptions')
@Controller('v1/exceptions')
export class ExceptionsController {
  constructor(
    private readonly exceptions: ExceptionsRepository,
    private readonly lookup: TransferLookup,
    private readonly shown: ShownTransfers,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List the exceptions',
    description: 'Every exception that was ever given, newest first, with whether it still holds.',
  })
  @ApiResponse({ status: 200, standardSchema: ExceptionPage })
  @Read('compliance', 'auditor', 'admin')
  async list(
    @CurrentPrincipal() by: Principal,
    @Query({ schema: ExceptionListQuery }) query: z.output<typeof ExceptionListQuery>,
  ): Promise<z.output<typeof ExceptionPage>> {
    const granted = await this.exceptions.page({ limit: query.limit + 1, before: query.cursor });
    const page = granted.slice(0, query.limit);
    const data = await Promise.all(page.map((each) => this.views(each, by)));
    const nextCursor = granted.length > query.limit ? (page.at(-1)?.id ?? null) : null;
    return { data: data.flat(), nextCursor };
  }

  /** The views of one transfer's exceptions: the status of one depends on the transfer and on the others. */
  private async views(
    { id, transferId }: { readonly id: string; readonly transferId: TransferId },
    by: Principal,
  ): Promise<ExceptionView[]> {
    const transfer = await this.lookup.find(transferId);
    return (await this.shown.exceptions(transfer, by)).filter((each) => each.id === id);
  }
}
