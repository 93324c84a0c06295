import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { Exposures, type SafeExposure } from './exposures.js';
import { ShownFindings } from './shown-findings.js';
import { SafeViews } from './safe-views.js';
import { ExposureView, FindingPage, SafePage, SafeParams, SafeView } from './safes.contract.js';

type Params = z.output<typeof SafeParams>;

@ApiTags('safes')
@Controller('v1/safes')
export class SafesController {
  constructor(
    private readonly exposures: Exposures,
    private readonly views: SafeViews,
    private readonly findings: ShownFindings,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiOperation({
    summary: 'List the onboarded Safes',
    description: 'With what stops them and what owners signed that nobody has executed yet.',
  })
  @ApiResponse({ status: 200, standardSchema: SafePage })
  async list(): Promise<SafePage> {
    return { data: await this.views.each(await this.exposures.list()), nextCursor: null };
  }

  @Get(':id')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    summary: 'Show a Safe',
    description: 'Its pinned profile, the freeze that stops it, and what may leave it by what owners signed.',
  })
  @ApiResponse({ status: 200, standardSchema: SafeView })
  async show(@Param({ schema: SafeParams }) params: Params): Promise<SafeView> {
    const [view] = await this.views.each([await this.existing(params)]);
    return view as SafeView;
  }

  @Get(':id/exposure')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    operationId: 'showSafeExposure',
    summary: 'Show what may leave a Safe',
    description:
      'What owners signed or were asked to sign and nobody has executed, and what may leave the Safe by it.',
  })
  @ApiResponse({ status: 200, standardSchema: ExposureView })
  async exposure(@Param({ schema: SafeParams }) params: Params): Promise<ExposureView> {
    return this.views.exposure(await this.existing(params));
  }

  @Get(':id/findings')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    operationId: 'listSafeFindings',
    summary: 'List the findings about a Safe',
    description: 'The latest first: what was seen on the chain that Sluice did not expect.',
  })
  @ApiResponse({ status: 200, standardSchema: FindingPage })
  async listFindings(
    @Param({ schema: SafeParams }) params: Params,
    @CurrentPrincipal() by: Principal,
  ): Promise<FindingPage> {
    const { safe } = await this.existing(params);
    return { data: await this.findings.list(safe.id, by), nextCursor: null };
  }

  private async existing({ id }: Params): Promise<SafeExposure> {
    const found = await this.exposures.find(parseId('safe', id));
    if (!found) throw new DomainError('SAFE_NOT_FOUND', 'no such Safe is onboarded');
    return found;
  }
}
