import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { OPERATIONAL_ROLES, ROLES } from '../domain/identity/person.js';
import type { FreezeScope } from '../domain/safes/freeze.js';
import { parseId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { CurrentPrincipal, Mutation, type Principal, Read, actorOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { type Answer, created } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest, IdempotencyKeyHeader } from '../infra/http/idempotency.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { Freezes, type ListedFreeze } from './freezes.js';
import { SafeFreezer } from './safe-freezer.js';
import { CreateFreeze, FreezeListQuery, FreezePage, FreezeView } from './freezes.contract.js';
import { SafesRepository } from './safes.repository.js';

/** One person freezes one Safe or all of them at once; only a change by a quorum lifts a freeze. */
@ApiTags('freezes')
@Controller('v1/freezes')
export class FreezesController {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly freezer: SafeFreezer,
    private readonly freezes: Freezes,
    private readonly safes: SafesRepository,
  ) {}

  /** Needs no signature, and services may call it too: a freeze only tightens (THREATS H22), and seconds count. */
  @Post()
  @Mutation({ roles: OPERATIONAL_ROLES, audit: ['safe.frozen', 'gateway.frozen'], signs: 'nothing' })
  @Refuses('SAFE_NOT_FOUND', 'TEXT_CONTROL_CHARS')
  @ApiOperation({
    operationId: 'createFreeze',
    summary: 'Freeze one Safe, or all of them',
    description:
      'For whoever sees something odd: nothing is cleared, relayed or sent until the freeze is lifted. Only a change of the kind unfreeze, approved by its quorum, lifts it.',
  })
  @ApiResponse({ status: 201, standardSchema: FreezeView })
  freeze(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Body({ schema: CreateFreeze }) { scope: named, reason }: z.output<typeof CreateFreeze>,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) => {
      const scope = await this.scope(named, tx);
      const freeze = await this.freezer.freezeByHand(tx, scope, { actor: actorOf(by), reason });
      return created(view(await this.freezes.shown({ ...freeze, finding: null }, tx)));
    });
  }

  @Get()
  @Read(...ROLES)
  @ApiOperation({
    summary: 'List freezes, newest first',
    description:
      'Every freeze there ever was, with who made it and which change lifted it. With standing=true only those that stop something now.',
  })
  @ApiResponse({ status: 200, standardSchema: FreezePage })
  async list(
    @Query({ schema: FreezeListQuery }) query: z.output<typeof FreezeListQuery>,
  ): Promise<FreezePage> {
    const found = await this.freezes.list({
      limit: query.limit + 1,
      safeId: query.safe === undefined ? undefined : parseId('safe', query.safe),
      standing: query.standing === 'true',
      before: query.cursor === undefined ? undefined : parseId('frz', query.cursor),
    });
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    return { data: page.map(view), nextCursor: last?.id ?? null };
  }

  private async scope(named: string, tx: Tx): Promise<FreezeScope> {
    if (named === 'all') return named;
    const safe = await this.safes.find(parseId('safe', named), tx);
    if (!safe) throw DomainError.at('/scope', 'SAFE_NOT_FOUND', 'no such Safe is onboarded');
    return safe.id;
  }
}

function view({ at, lift, ...freeze }: ListedFreeze): FreezeView {
  return {
    ...{ ...freeze, at: printTimestamp(at) },
    liftedAt: lift && printTimestamp(lift.at),
    liftedBy: lift && {
      change: lift.change,
      proposer: lift.proposer?.id ?? null,
      proposerName: lift.proposer?.name ?? null,
      approvers: lift.approvers.map(({ id, name }) => ({ person: id, personName: name })),
    },
  };
}
