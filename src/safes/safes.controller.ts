import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { enforcementOf } from '../domain/safes/enforcement.js';
import { profileHash } from '../domain/safes/profile.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import { Read } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { FindingsRepository } from './findings.repository.js';
import { FindingPage, SafePage, SafeParams, SafeView } from './safes.contract.js';
import { type OnboardedSafe, SafesRepository } from './safes.repository.js';

type Params = z.output<typeof SafeParams>;

@Controller('v1/safes')
export class SafesController {
  constructor(
    private readonly safes: SafesRepository,
    private readonly findings: FindingsRepository,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiResponse({ status: 200, standardSchema: SafePage })
  async list(): Promise<SafePage> {
    return { data: (await this.safes.list()).map(view), nextCursor: null };
  }

  @Get(':id')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiResponse({ status: 200, standardSchema: SafeView })
  async show(@Param({ schema: SafeParams }) params: Params): Promise<SafeView> {
    return view(await this.existing(parseId('safe', params.id)));
  }

  @Get(':id/findings')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiResponse({ status: 200, standardSchema: FindingPage })
  async listFindings(@Param({ schema: SafeParams }) params: Params): Promise<FindingPage> {
    const safe = await this.existing(parseId('safe', params.id));
    const found = await this.findings.list(safe.id);
    return {
      data: found.map(({ at, ...finding }) => ({ ...finding, at: printTimestamp(at) })),
      nextCursor: null,
    };
  }

  private async existing(id: SafeId): Promise<OnboardedSafe> {
    const safe = await this.safes.find(id);
    if (!safe) throw new DomainError('SAFE_NOT_FOUND', 'no such Safe is onboarded');
    return safe;
  }
}

function view(safe: OnboardedSafe): SafeView {
  const { enforcement, gaps } = enforcementOf(safe.profile);
  return {
    id: safe.id,
    label: safe.label,
    chainId: safe.profile.chainId,
    address: safe.address,
    profile: safe.profile,
    profileHash: profileHash(safe.profile),
    onboardedAt: printTimestamp(safe.onboardedAt),
    // Without a guard on chain, owners who sign elsewhere bypass Sluice (invariant 20).
    ...{ enforcement, gaps: [...gaps] },
    frozen: safe.frozen && {
      id: safe.frozen.id,
      scope: safe.frozen.scope,
      code: safe.frozen.code,
      reason: safe.frozen.reason,
      at: printTimestamp(safe.frozen.at),
      standing: safe.frozen.standing,
    },
  };
}
