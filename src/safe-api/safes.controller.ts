import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Exposures, type SafeExposure } from './exposures.js';
import { FindingPage } from './findings/findings.contract.js';
import { ShownFindings } from './findings/shown-findings.js';
import { SafeViews } from './safe-views.js';
import { ExposureView, SafePage, SafeParams, SafeView } from './safes.contract.js';

/** The latest of one Safe; `GET /v1/findings` has them all, page by page. */
const FINDINGS_MAX = 200;

type Params = z.output<typeof SafeParams>;

@Controller('v1/safes')
export class SafesController {
  constructor(
    private readonly exposures: Exposures,
    private readonly views: SafeViews,
    private readonly findings: ShownFindings,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiResponse({ status: 200, standardSchema: SafePage })
  async list(): Promise<SafePage> {
    return { data: await this.views.each(await this.exposures.list()), nextCursor: null };
  }

  @Get(':id')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiResponse({ status: 200, standardSchema: SafeView })
  async show(@Param({ schema: SafeParams }) params: Params): Promise<SafeView> {
    const [view] = await this.views.each([await this.existing(params)]);
    return view as SafeView;
  }

  @Get(':id/exposure')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiOperation({ summary: 'What owners signed or were asked to sign, and what may leave the Safe by it' })
  @ApiResponse({ status: 200, standardSchema: ExposureView })
  async exposure(@Param({ schema: SafeParams }) params: Params): Promise<ExposureView> {
    return this.views.exposure(await this.existing(params));
  }

  @Get(':id/findings')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiResponse({ status: 200, standardSchema: FindingPage })
  async listFindings(
    @Param({ schema: SafeParams }) params: Params,
    @CurrentPrincipal() by: Principal,
  ): Promise<FindingPage> {
    const { safe } = await this.existing(params);
    return { data: await this.findings.list({ of: [safe.id], limit: FINDINGS_MAX }, by), nextCursor: null };
  }

  private async existing({ id }: Params): Promise<SafeExposure> {
    const found = await this.exposures.find(parseId('safe', id));
    if (!found) throw new DomainError('SAFE_NOT_FOUND', 'no such Safe is onboarded');
    return found;
  }
}
