import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { type Policy, policyJsonSchema } from '../domain/policies/policy.js';
import { Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { Database } from '../infra/database/database.js';
import {
  PolicyDetail,
  PolicyListQuery,
  PolicyPage,
  PolicyParams,
  PolicySchema,
  type PolicySummary,
} from './policies.contract.js';
import { PoliciesRepository } from './policies.repository.js';

@ApiTags('policies')
@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly policies: PoliciesRepository,
    private readonly database: Database,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiOperation({
    summary: 'List the versions of the policy',
    description: 'Newest first, without their documents.',
  })
  @ApiOkResponse({ standardSchema: PolicyPage })
  async list(
    @Query({ schema: PolicyListQuery }) query: z.output<typeof PolicyListQuery>,
  ): Promise<PolicyPage> {
    const { limit, cursor } = query;
    const found = await this.policies.list({ limit: limit + 1, before: cursor });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { data: page.map(summaryOf), nextCursor: last ? String(last.version) : null };
  }

  @Get('current')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('POLICY_UNAVAILABLE')
  @ApiOperation({
    operationId: 'showCurrentPolicy',
    summary: 'Show the policy in force',
    description: 'The version that decides now, with its document.',
  })
  @ApiOkResponse({ standardSchema: PolicyDetail })
  async current(): Promise<PolicyDetail> {
    return detailOf(await this.policies.active(await this.database.now()));
  }

  /** For editors, and for people who write policies. */
  @Get('schema')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiOperation({
    operationId: 'showPolicySchema',
    summary: 'Show the JSON Schema of policies',
    description: 'Draft 2020-12, for editors and for people who write policies.',
  })
  @ApiOkResponse({
    description: 'JSON Schema (draft 2020-12) of the policy document',
    standardSchema: PolicySchema,
  })
  schema(): PolicySchema {
    return policyJsonSchema();
  }

  @Get(':version')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('POLICY_NOT_FOUND')
  @ApiOperation({
    operationId: 'showPolicy',
    summary: 'Show a version of the policy',
    description: 'With its document, also a version that is not active yet or no longer.',
  })
  @ApiOkResponse({ standardSchema: PolicyDetail })
  async find(
    @Param({ schema: PolicyParams }) { version }: z.output<typeof PolicyParams>,
  ): Promise<PolicyDetail> {
    const policy = await this.policies.find(version);
    if (!policy) throw new DomainError('POLICY_NOT_FOUND', `there is no policy version ${String(version)}`);
    return detailOf(policy);
  }
}

function summaryOf({ version, hash, activeFrom, document }: Policy): PolicySummary {
  return { version, hash, name: document.name, activeFrom: printTimestamp(activeFrom) };
}

function detailOf(policy: Policy): PolicyDetail {
  return { ...summaryOf(policy), document: policy.document };
}
