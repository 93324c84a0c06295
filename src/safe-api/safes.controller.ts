import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { Register } from '../register/register.js';
import { Exposures } from './exposures.js';
import { FindingPage } from './findings/findings.contract.js';
import { ShownFindings } from './findings/shown-findings.js';
import { SafeDetail } from './safe-detail.contract.js';
import { SafeDetails } from './safe-details.js';
import { safeView } from './safe-views.js';
import { SafePage, SafeParams } from './safes.contract.js';

/** The latest of one Safe; `GET /v1/findings` has them all, page by page. */
const FINDINGS_MAX = 200;

type Params = z.output<typeof SafeParams>;

@ApiTags('safes')
@Controller('v1/safes')
export class SafesController {
  constructor(
    private readonly exposures: Exposures,
    private readonly details: SafeDetails,
    private readonly findings: ShownFindings,
    private readonly register: Register,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiOperation({
    summary: 'List the Safes',
    description:
      'Every Safe under Sluice with its pinned profile, its first standing freeze and, in short, its exposure. Nothing is read from the chain.',
  })
  @ApiResponse({ status: 200, standardSchema: SafePage })
  async list(): Promise<SafePage> {
    const exposures = await this.exposures.list();
    const register = await this.register.current();
    return { data: exposures.map((each) => safeView(register, each)), nextCursor: null };
  }

  @Get(':id')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    summary: 'Show one Safe with what the chain shows of it',
    description:
      'Nonce, balances, what is enforced and whether it is as pinned are read at one block that the providers agree on, and shown with their age. Where the chain cannot be read they are null, and unavailable says why.',
  })
  @ApiResponse({ status: 200, standardSchema: SafeDetail })
  async show(@Param({ schema: SafeParams }) params: Params): Promise<SafeDetail> {
    return this.details.show(parseId('safe', params.id));
  }

  @Get(':id/findings')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    operationId: 'listSafeFindings',
    summary: 'List the latest findings of one Safe',
    description: 'The latest 200, newest first. GET /v1/findings has those of all Safes, page by page.',
  })
  @ApiResponse({ status: 200, standardSchema: FindingPage })
  async listFindings(
    @Param({ schema: SafeParams }) params: Params,
    @CurrentPrincipal() by: Principal,
  ): Promise<FindingPage> {
    const safe = (await this.register.current()).safe(params.id);
    if (!safe) throw new DomainError('SAFE_NOT_FOUND', 'no such Safe is onboarded');
    return { data: await this.findings.list({ of: [safe.id], limit: FINDINGS_MAX }, by), nextCursor: null };
  }
}
