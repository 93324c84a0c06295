import { setImmediate as turn } from 'node:timers/promises';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type CoveredWay, coverWay, dutiesOf, waysOf } from '../domain/duties/coverage.js';
import type { Tier } from '../domain/policies/policy.js';
import { Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { CoverageQuery, CoverageView } from './duties.contract.js';
import { DutyWorlds, type GatheredDuties } from './duty-world.js';

@ApiTags('duties')
@Controller('v1/duties')
export class DutiesController {
  constructor(private readonly worlds: DutyWorlds) {}

  /** Restricted, because it tells an attacker whom to corrupt to move funds. */
  @Get('coverage')
  @Read('compliance', 'auditor', 'admin')
  @Refuses('SAFE_NOT_FOUND')
  @ApiOperation({
    operationId: 'showDutyCoverage',
    summary: 'Show who suffices to move funds',
    description: 'Which people together could move funds today, and who is missing for each quorum.',
  })
  @ApiResponse({ status: 200, standardSchema: CoverageView })
  async coverage(
    @Query({ schema: CoverageQuery }) query: z.output<typeof CoverageQuery>,
  ): Promise<CoverageView> {
    const gathered = await this.worlds.gather(query.safe);
    const ways: CoveredWay[] = [];
    for (const way of waysOf(gathered.world)) {
      ways.push(coverWay(way, gathered.world));
      // Yields, so that a freeze or a signature need not wait for the whole computation.
      await turn();
    }
    return view(gathered, ways);
  }
}

function view({ world, policyVersion, frozen }: GatheredDuties, ways: readonly CoveredWay[]): CoverageView {
  const { quorums, singlePoints, warnings } = dutiesOf(world, ways);
  return CoverageView.parse({
    at: printTimestamp(world.now),
    policyVersion,
    ways: ways.map((way) => wayView(way, frozen.has(way.safe.id))),
    quorums,
    singlePoints,
    warnings,
  });
}

function wayView(way: CoveredWay, frozen: boolean): unknown {
  const { kind, movers, missing, unmapped } = way;
  const { id, label } = way.safe;
  const tier = way.kind === 'outside' ? null : tierView(way.tier);
  return { kind, safe: { id, label, frozen }, tier, ...movers, missing, unmapped };
}

function tierView(tier: Tier): unknown {
  const { name, upTo } = tier;
  return { name, asset: tier.unit === 'usd' ? null : tier.assetId, upTo };
}
