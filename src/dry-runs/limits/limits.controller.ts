import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ROLES } from '../../domain/identity/person.js';
import { parseId } from '../../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { HiddenTransfers } from '../../veil/hidden-transfers.js';
import { limitPage } from './limit-views.js';
import { LimitListQuery, LimitPage } from './limits.contract.js';
import { Limits } from './limits.js';

/** What is left of every limit. */
@ApiTags('policies')
@Controller('v1/limits')
export class LimitsController {
  constructor(
    private readonly limits: Limits,
    private readonly hidden: HiddenTransfers,
  ) {}

  @Get()
  @Read(...ROLES)
  @Refuses('REKEY_REQUIRED', 'POLICY_UNAVAILABLE')
  @ApiOperation({
    summary: 'List limits with what is used of them',
    description:
      'Every rolling limit of the policy in force, for each Safe, destination, requester and group that it counts for: used, free, and when more becomes free. Refused with REKEY_REQUIRED while it would tell about a transfer that the reader is to enter first.',
  })
  @ApiResponse({ status: 200, standardSchema: LimitPage })
  async list(
    @Query({ schema: LimitListQuery }) query: z.output<typeof LimitListQuery>,
    @CurrentPrincipal() by: Principal,
  ): Promise<LimitPage> {
    const { limit, cursor, safe, asset } = query;
    const question = {
      ...{ limit: limit + 1, after: cursor },
      safe: safe === undefined ? undefined : parseId('safe', safe),
      asset: asset === undefined ? undefined : parseId('ast', asset),
    };
    const found = await this.hidden.requireNone(by, () => this.limits.list(question));
    return limitPage(found, limit);
  }
}
