import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { DecisionRecord } from '../domain/policies/decision-record.js';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { DecisionHistoryRepository } from './decision-history.repository.js';
import { DecisionListQuery, DecisionPage, TransferDecisions } from './decisions.contract.js';
import { HiddenTransfers } from '../veil/hidden-transfers.js';
import { TransferLookup } from '../transfer-api/views/transfer-lookup.js';
import { TransferParams } from '../transfer-api/views/transfers.contract.js';

/** More decisions than a transfer can collect in two weeks with every policy change. */
const OF_TRANSFER_MAX = 1_000;

/** Stored decisions with facts and policy, enough to reproduce them without Sluice (invariant 17). */
@ApiTags('decisions')
@Controller('v1')
export class DecisionsController {
  constructor(
    private readonly history: DecisionHistoryRepository,
    private readonly lookup: TransferLookup,
    private readonly hidden: HiddenTransfers,
  ) {}

  @Get('transfers/:id/decisions')
  @Refuses('TRANSFER_NOT_FOUND', 'REKEY_REQUIRED')
  @ApiOperation({
    operationId: 'listTransferDecisions',
    summary: 'List the decisions about a transfer',
    description: 'Oldest first, each with its facts and policy, so that it can be computed again offline.',
  })
  @ApiResponse({ status: 200, standardSchema: TransferDecisions })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async ofTransfer(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: z.output<typeof TransferParams>,
  ) {
    const transfer = await this.lookup.find(parseId('tr', params.id));
    await this.lookup.requireShown(transfer, by);
    const records = await this.history.list({ transferId: transfer.id, limit: OF_TRANSFER_MAX });
    return this.shown(by, [...records].reverse());
  }

  @Get('decisions')
  @ApiOperation({
    summary: 'List the decisions about all transfers',
    description:
      'Newest first: a history to test policies on. Those that would reveal a transfer you must re-key are named as veiled.',
  })
  @ApiResponse({ status: 200, standardSchema: DecisionPage })
  @Read('compliance', 'auditor', 'admin')
  async list(
    @CurrentPrincipal() by: Principal,
    @Query({ schema: DecisionListQuery }) { limit, cursor, from }: z.output<typeof DecisionListQuery>,
  ) {
    const found = await this.history.list({ from, before: cursor, limit: limit + 1 });
    const page = found.slice(0, limit);
    return {
      ...(await this.shown(by, page)),
      nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /** Hides also decisions made after a hidden transfer came in: their used limits reveal its amount. */
  private async shown(by: Principal, records: readonly DecisionRecord[]) {
    const first = Math.min(...(await this.hidden.of(by)).map(({ createdAt }) => createdAt));
    const isVeiled = ({ facts }: DecisionRecord) => !((facts as { readonly now: number }).now < first);
    return {
      data: records.filter((record) => !isVeiled(record)),
      veiled: records.filter(isVeiled).map(({ id }) => id),
    };
  }
}
