import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { AuditLog } from '../audit-log/audit-log.js';
import { inspect } from '../domain/transfers/inspect.js';
import { loggedWords } from '../domain/transfers/would-do/logged-words.js';
import { parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { CurrentPrincipal, Mutation, type Principal, actorOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { InspectTransaction, InspectionView } from './inspections.contract.js';
import { LiveWorlds } from './live-world.js';

/** Inspects any proposed Safe transaction against a live Safe. Only a log entry is stored. */
@ApiTags('safes')
@Controller('v1/safe-transactions')
export class InspectionsController {
  constructor(
    private readonly objects: TransferObjects,
    private readonly worlds: LiveWorlds,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  @Post('inspect')
  @HttpCode(200)
  @Mutation({
    roles: ['operator', 'approver', 'compliance', 'auditor', 'admin', 'signer'],
    audit: 'safe-transaction.inspected',
    signs: 'nothing',
  })
  @Refuses('SAFE_NOT_FOUND', 'ADDRESS_FORMAT')
  @ApiOperation({
    operationId: 'inspectSafeTransaction',
    summary: 'Inspect a proposed Safe transaction',
    description:
      'Compares any proposal, from wherever it came, with the live Safe and with what Sluice approved. Nothing is stored but an entry of the log.',
  })
  @ApiResponse({ status: 200, standardSchema: InspectionView })
  async inspect(
    @CurrentPrincipal() by: Principal,
    @Body({ schema: InspectTransaction }) body: z.output<typeof InspectTransaction>,
  ): Promise<InspectionView> {
    const safe = await this.objects.safe({ safeId: parseId('safe', body.safe) });
    const { transaction, signatures, safeTxHash } = body;
    const world = await this.worlds.of(safe);
    const proposal = { transaction, signatures, given: { eip712Digest: safeTxHash } };
    const { verdict, code, reason, digests, notChecked, wouldDo } = await inspect(proposal, world);
    const detail = { verdict, code, reason, digests: { ...digests }, wouldDo: loggedWords(wouldDo) };
    const event = {
      type: 'safe-transaction.inspected',
      actor: actorOf(by),
      safeId: safe.id,
      detail,
    } as const;
    await this.database.transaction((tx) => this.audit.append(tx, event));
    return { verdict, code, reason, digests, notChecked, wouldDo };
  }
}
