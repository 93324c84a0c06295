import { Body, Controller, HttpCode, Injectable, Post } from '@nestjs/common';
import type { z } from 'zod';
import { AuditLog } from '../audit-log/audit-log.js';
import type { DetailOf } from '../domain/audit-log/acts/acts.js';
import { inspect } from '../domain/transfers/inspect.js';
import { parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { CurrentPrincipal, Mutation, type Principal, actorOf } from '../infra/http/access.js';
import { Registries } from '../decisions/transfer-objects.js';
import { InspectTransaction } from './inspections.contract.js';
import { LiveWorlds } from './live-world.js';

@Injectable()
export class InspectionRecords {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async keep(actor: string, safeId: string, detail: DetailOf<'safe-transaction.inspected'>) {
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'safe-transaction.inspected', actor, safeId, detail }),
    );
  }
}

/** Reads any Safe transaction that somebody proposes, against a live Safe: nothing is stored but the log entry. */
@Controller('v1/safe-transactions')
export class InspectionsController {
  constructor(
    private readonly registries: Registries,
    private readonly worlds: LiveWorlds,
    private readonly records: InspectionRecords,
  ) {}

  @Post('inspect')
  @HttpCode(200)
  @Mutation({
    roles: ['operator', 'approver', 'compliance', 'auditor', 'admin', 'signer'],
    audit: 'safe-transaction.inspected',
    signs: 'nothing',
  })
  async inspect(
    @CurrentPrincipal() by: Principal,
    @Body({ schema: InspectTransaction }) body: z.output<typeof InspectTransaction>,
  ) {
    const safe = await this.registries.safe({ safeId: parseId('safe', body.safe) });
    const { transaction, signatures, safeTxHash } = body;
    const world = await this.worlds.of(safe);
    const proposal = { transaction, signatures, given: { eip712Digest: safeTxHash } };
    const { verdict, code, reason, digests, notChecked } = await inspect(proposal, world);
    await this.records.keep(actorOf(by), safe.id, { verdict, code, reason, digests: { ...digests } });
    return { verdict, code, reason, digests, notChecked };
  }
}
