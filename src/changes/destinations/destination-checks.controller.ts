import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { AuditLog } from '../../audit-log/audit-log.js';
import { Database } from '../../infra/database/database.js';
import { CurrentPrincipal, Mutation, type Principal, actorOf } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { BoundedAsking } from '../../infra/http/problems/bounded-asking.js';
import { CheckDestination, DestinationCheckView } from './destination-checks.contract.js';
import { DestinationChecks } from './destination-checks.js';

/** A check reads the Safes' history at the providers. Drafts of changes have the same bound. */
const BOUNDS = {
  ...{ what: 'checks of addresses this hour', max: 30, windowMs: 3_600_000 },
  ...{ each: 1, all: 2, patienceMs: 10_000 },
};

/** Looks at an address that somebody may propose. Only a log entry is stored. */
@ApiTags('destinations')
@Controller('v1/destinations/checks')
export class DestinationChecksController {
  private readonly asking = new BoundedAsking(BOUNDS);

  constructor(
    private readonly checks: DestinationChecks,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  @Post()
  @HttpCode(200)
  @Mutation({
    roles: ['operator', 'approver', 'compliance', 'auditor', 'admin'],
    audit: 'destination.checked',
    signs: 'nothing',
  })
  @Refuses('ADDRESS_FORMAT')
  @ApiOperation({
    operationId: 'checkDestination',
    summary: 'Check an address for look-alikes',
    description:
      'What an address is already, which known addresses it can be confused with digit by digit, and whether there is code. Proposes nothing. At most 30 an hour for one person.',
  })
  @ApiResponse({ status: 200, standardSchema: DestinationCheckView })
  async check(
    @CurrentPrincipal() by: Principal,
    @Body({ schema: CheckDestination }) { address }: z.output<typeof CheckDestination>,
  ): Promise<DestinationCheckView> {
    const checked = await this.asking.of(actorOf(by), () => this.checks.check(address));
    const detail = { address, lookalikes: checked.lookalikes.map((each) => each.address) };
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'destination.checked', actor: actorOf(by), subject: address, detail }),
    );
    return checked;
  }
}
