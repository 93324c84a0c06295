import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { profileHash } from '../domain/safes/profile.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, Mutation, type Principal, Read, actorOf } from '../infra/http/access.js';
import { Database } from '../infra/database/database.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { FindingsRepository } from './findings.repository.js';
import { SafeFreezer } from './safe-freezer.js';
import { FreezeSafe, SafeParams } from './safes.contract.js';
import { type OnboardedSafe, SafesRepository } from './safes.repository.js';

type Params = z.output<typeof SafeParams>;

@Controller('v1/safes')
export class SafesController {
  constructor(
    private readonly database: Database,
    private readonly safes: SafesRepository,
    private readonly findings: FindingsRepository,
    private readonly freezer: SafeFreezer,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async list() {
    return { data: (await this.safes.list()).map(view), nextCursor: null };
  }

  @Get(':id')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async show(@Param({ schema: SafeParams }) params: Params) {
    return view(await this.existing(parseId('safe', params.id)));
  }

  @Get(':id/findings')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async listFindings(@Param({ schema: SafeParams }) params: Params) {
    const safe = await this.existing(parseId('safe', params.id));
    const found = await this.findings.list(safe.id);
    return {
      data: found.map(({ at, ...finding }) => ({ ...finding, at: printTimestamp(at) })),
      nextCursor: null,
    };
  }

  /** One person stops a Safe at once; starting it again is for a quorum. */
  @Post(':id/freeze')
  @HttpCode(200)
  @Mutation({ roles: ['operator', 'approver', 'compliance', 'admin', 'signer'], audit: 'safe.frozen' })
  async freeze(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: SafeParams }) params: Params,
    @Body({ schema: FreezeSafe }) body: z.output<typeof FreezeSafe>,
  ) {
    const { id } = await this.existing(parseId('safe', params.id));
    await this.database.transaction((tx) =>
      this.freezer.freezeByHand(tx, id, { actor: actorOf(by), reason: body.reason }),
    );
    return view(await this.existing(id));
  }

  private async existing(id: SafeId): Promise<OnboardedSafe> {
    const safe = await this.safes.find(id);
    if (!safe) throw new DomainError('SAFE_NOT_FOUND', 'no such Safe is onboarded');
    return safe;
  }
}

function view(safe: OnboardedSafe) {
  return {
    id: safe.id,
    label: safe.label,
    chainId: safe.profile.chainId,
    address: safe.address,
    profile: safe.profile,
    profileHash: profileHash(safe.profile),
    onboardedAt: printTimestamp(safe.onboardedAt),
    // Without a guard on chain, owners who sign elsewhere bypass Sluice (invariant 20).
    enforcement: 'advisory',
    frozen: safe.frozen && {
      code: safe.frozen.code,
      reason: safe.frozen.reason,
      at: printTimestamp(safe.frozen.at),
    },
  };
}
