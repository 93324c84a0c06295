import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { exceptionStatement } from '../domain/exceptions/policy-exception.js';
import { isCleared } from '../domain/transfers/clearance-of.js';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read, personOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { IntentPreviews } from './intent-previews.js';
import { ExceptionPreviews } from './exception-previews.js';
import { ShownClearances, statementView } from './views/shown-clearances.js';
import { TransferLookup } from './views/transfer-lookup.js';
import {
  ClearanceQuery,
  ClearanceView,
  ExceptionQuery,
  IntentQuery,
  ExceptionStatementView,
  IntentStatementView,
  TransferParams,
} from './views/transfers.contract.js';

type Params = z.output<typeof TransferParams>;

/** Statements to sign, ready for wallets. Nothing is stored: a wallet could build them from the documented types. */
@ApiTags('transfers')
@Controller('v1')
export class StatementsController {
  constructor(
    private readonly intents: IntentPreviews,
    private readonly lookup: TransferLookup,
    private readonly clearances: ShownClearances,
    private readonly exceptions: ExceptionPreviews,
  ) {}

  @Get('intent-statement')
  @Refuses(
    'SAFE_NOT_FOUND',
    'ASSET_NOT_ALLOWED',
    'DEST_NOT_ALLOWED',
    'AMOUNT_FORMAT',
    'AMOUNT_ZERO',
    'DEST_COOLING_OFF',
    'SAFE_FROZEN',
    'SAFE_STATE_DRIFT',
    'POLICY_UNAVAILABLE',
    'RPC_UNAVAILABLE',
    'RPC_DISAGREE',
    'NO_TIER',
    'LIMIT_PER_TX',
    'LIMIT_WINDOW',
    'EXPIRED',
    'EXPIRY_TOO_FAR',
    'RATE_LIMITED',
  )
  @ApiOperation({
    operationId: 'showIntentStatement',
    summary: 'Show the statement of a new transfer',
    description:
      'The typed data that the requester signs, with what the policy would decide now. What it would deny is refused ' +
      'here already. Nothing is stored: a wallet could build it from the documented types.',
  })
  @ApiResponse({ status: 200, standardSchema: IntentStatementView })
  @Read('operator')
  async intent(
    @CurrentPrincipal() by: Principal,
    @Query({ schema: IntentQuery }) query: z.output<typeof IntentQuery>,
  ): Promise<IntentStatementView> {
    return this.intents.of(by, query);
  }

  /** The clearance in both forms: `confirm`, and `reject` with the reason from the query. */
  @Get('transfers/:id/clearance')
  @Refuses('TRANSFER_NOT_FOUND', 'STATE_CONFLICT', 'REVISION_STALE')
  @ApiOperation({
    operationId: 'showClearance',
    summary: 'Show the clearance of a transfer',
    description:
      'The statement that confirmers sign in both forms: to confirm, and to reject for the reason of the query.',
  })
  @ApiResponse({ status: 200, standardSchema: ClearanceView })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async clearance(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Query({ schema: ClearanceQuery }) query: z.output<typeof ClearanceQuery>,
  ): Promise<ClearanceView> {
    const transfer = await this.lookup.find(parseId('tr', params.id));
    if (!isCleared(transfer)) {
      throw new DomainError('STATE_CONFLICT', `a transfer that is ${transfer.state} has no clearance`);
    }
    return this.clearances.show(transfer, by, query.reason ?? '');
  }

  @Get('transfers/:id/exception-statement')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'REKEY_REQUIRED',
    'RULE_NOT_WAIVABLE',
    'EXCEPTION_CEILING',
    'ALREADY_EXCEPTED',
    'EXPIRED',
    'EXPIRY_TOO_FAR',
  )
  @ApiOperation({
    operationId: 'showExceptionStatement',
    summary: 'Show the statement of an exception',
    description: 'The typed data that a compliance officer signs to let a transfer pass one waivable rule.',
  })
  @ApiResponse({ status: 200, standardSchema: ExceptionStatementView })
  @Read('compliance')
  async exception(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Query({ schema: ExceptionQuery }) query: z.output<typeof ExceptionQuery>,
  ): Promise<ExceptionStatementView> {
    const transfer = await this.lookup.find(parseId('tr', params.id));
    await this.lookup.requireShown(transfer, by);
    const { exception, fault } = await this.exceptions.of(transfer, query, personOf(by));
    const because = fault ?? null;
    return { ...statementView(exceptionStatement(exception)), mayAnswer: because === null, because };
  }
}
