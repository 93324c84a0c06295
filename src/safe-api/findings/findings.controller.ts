import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ROLES } from '../../domain/identity/person.js';
import { parseId } from '../../domain/values/identifier.js';
import { CurrentPrincipal, Mutation, type Principal, Read } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { type Answer, created } from '../../infra/http/answer.js';
import { Idempotency, type IdempotentRequest, IdempotencyKeyHeader } from '../../infra/http/idempotency.js';
import { FindingAcknowledger } from './acknowledge-finding.js';
import {
  AcknowledgeFinding,
  FindingAcknowledgement,
  FindingListQuery,
  FindingPage,
  FindingParams,
} from './findings.contract.js';
import { ShownFindings } from './shown-findings.js';

/** What the chain or a signer showed otherwise than Sluice approved it, and who has seen that. */
@ApiTags('findings')
@Controller('v1/findings')
export class FindingsController {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly findings: ShownFindings,
    private readonly acknowledger: FindingAcknowledger,
  ) {}

  @Get()
  @Read(...ROLES)
  @ApiOperation({
    summary: 'List findings of all Safes, newest first',
    description:
      'What was found to differ from what was approved, each in a sentence, with the freeze that it made. Acknowledged ones stay in the list.',
  })
  @ApiResponse({ status: 200, standardSchema: FindingPage })
  async list(
    @Query({ schema: FindingListQuery }) query: z.output<typeof FindingListQuery>,
    @CurrentPrincipal() by: Principal,
  ): Promise<FindingPage> {
    const { limit, safe, acknowledged } = query;
    const found = await this.findings.list(
      {
        ...{ limit: limit + 1, code: query.code, before: query.cursor },
        of: safe === undefined ? undefined : [parseId('safe', safe), null],
        isAcknowledged: acknowledged === undefined ? undefined : acknowledged === 'true',
      },
      by,
    );
    const data = found.slice(0, limit);
    return { data, nextCursor: found.length > limit ? (data.at(-1)?.id ?? null) : null };
  }

  @Post(':id/acknowledgements')
  @Mutation({ roles: ROLES, audit: 'finding.acknowledged', signs: 'nothing' })
  @Refuses('FINDING_NOT_FOUND', 'STATE_CONFLICT')
  @ApiOperation({
    summary: 'Acknowledge a finding',
    description:
      'Says who has seen it and what is done about it, once per person. It ends no freeze and hides nothing: a freeze is lifted by a change of the kind unfreeze.',
  })
  @ApiResponse({ status: 201, standardSchema: FindingAcknowledgement })
  acknowledge(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @Param({ schema: FindingParams }) { id }: z.output<typeof FindingParams>,
    @CurrentPrincipal() by: Principal,
    @Body({ schema: AcknowledgeFinding }) { note }: z.output<typeof AcknowledgeFinding>,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) =>
      created(await this.acknowledger.acknowledge(tx, id, by, note)),
    );
  }
}
