import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { ROLES } from '../domain/identity/person.js';
import { sumOf, worstCases } from '../domain/transfers/exposure.js';
import { parseId } from '../domain/values/identifier.js';
import { Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { Register } from '../register/register.js';
import { ExposureRecordsRepository } from './exposure-records.repository.js';
import { recordView } from './exposure-record-view.js';
import { Exposures } from './exposures.js';
import { ExposureHistoryPage, ExposureHistoryQuery, ExposurePage } from './exposures.contract.js';
import { exposureView, worstView } from './safe-views.js';
import { ExposureView, SafeParams } from './safes.contract.js';

type Params = z.output<typeof SafeParams>;

/** What owners signed, or were asked to, and nobody has executed yet: now, and over time (invariant 12). */
@ApiTags('safes')
@Controller('v1')
export class ExposuresController {
  constructor(
    private readonly exposures: Exposures,
    private readonly records: ExposureRecordsRepository,
    private readonly register: Register,
  ) {}

  @Get('exposures')
  @Read(...ROLES)
  @ApiOperation({
    summary: 'List what all Safes are exposed to',
    description:
      'Of every Safe the hashes that owners signed, or were asked to, and that nobody has executed yet, and what may leave by them at worst; and the same of all Safes together.',
  })
  @ApiResponse({ status: 200, standardSchema: ExposurePage })
  async list(): Promise<ExposurePage> {
    const exposures = await this.exposures.list();
    const register = await this.register.current();
    return {
      data: exposures.map((each) => exposureView(register, each)),
      nextCursor: null,
      totals: sumOf(exposures.flatMap(({ hashes }) => worstCases(hashes))).map((each) =>
        worstView(register, each),
      ),
    };
  }

  @Get('safes/:id/exposure')
  @Read(...ROLES)
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    operationId: 'showSafeExposure',
    summary: 'Show what one Safe is exposed to',
    description:
      'What owners signed, or were asked to sign, and what may leave the Safe by it: signatures do not expire.',
  })
  @ApiResponse({ status: 200, standardSchema: ExposureView })
  async show(@Param({ schema: SafeParams }) { id }: Params): Promise<ExposureView> {
    const found = await this.exposures.find(parseId('safe', id));
    if (!found) throw noSafe();
    return exposureView(await this.register.current(), found);
  }

  @Get('safes/:id/exposure/history')
  @Read(...ROLES)
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    operationId: 'listExposureHistory',
    summary: 'List what a Safe was exposed to, newest first',
    description:
      'Looked at every half minute, one record where it differs from the one before: what stood for less is not in it. It is for display; the log has the same in safe.exposed, and every signature and execution exactly.',
  })
  @ApiResponse({ status: 200, standardSchema: ExposureHistoryPage })
  async listHistory(
    @Param({ schema: SafeParams }) { id }: Params,
    @Query({ schema: ExposureHistoryQuery }) { limit, cursor }: z.output<typeof ExposureHistoryQuery>,
  ): Promise<ExposureHistoryPage> {
    const register = await this.register.current();
    const safe = register.safe(id);
    if (!safe) throw noSafe();
    const found = await this.records.list(safe.id, { limit: limit + 1, before: cursor });
    const data = found.slice(0, limit).map((each) => recordView(register, each));
    return { data, nextCursor: found.length > limit ? (data.at(-1)?.id ?? null) : null };
  }
}

function noSafe(): DomainError {
  return new DomainError('SAFE_NOT_FOUND', 'no such Safe is onboarded');
}
