import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, Mutation, type Principal, Read, personOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import type { Answer } from '../infra/http/answer.js';
import { type IdempotentRequest, IdempotencyKeyHeader } from '../infra/http/idempotency.js';
import { ConfirmationActs } from './confirmation-acts.js';
import { TransferDetail } from './detail/transfer-detail.contract.js';
import { ShownTransfers } from './shown-transfers.js';
import { TransferActs } from './transfer-acts.js';
import {
  CancelTransfer,
  CreateConfirmation,
  CreateException,
  CreateRekeying,
  CreateTransfer,
  SimulationParams,
  SimulationView,
  TransferParams,
} from './views/transfers.contract.js';
import { TransferCounts, TransferCountsQuery, TransferListQuery } from './lists/transfer-list.contract.js';
import { TransferPage, TransferView } from './views/transfer-row.contract.js';
import { TransferSearches } from './lists/transfer-searches.js';

type Params = z.output<typeof TransferParams>;

@ApiTags('transfers')
@Controller('v1/transfers')
export class TransfersController {
  constructor(
    private readonly acts: TransferActs,
    private readonly confirmations: ConfirmationActs,
    private readonly shown: ShownTransfers,
    private readonly searches: TransferSearches,
  ) {}

  @Post()
  @Refuses(
    'SAFE_NOT_FOUND',
    'ASSET_NOT_ALLOWED',
    'DEST_NOT_ALLOWED',
    'AMOUNT_FORMAT',
    'AMOUNT_ZERO',
    'TEXT_CONTROL_CHARS',
    'SIGNATURE_FORMAT',
    'INTENT_SIGNATURE',
    'INTENT_REPLAYED',
    'EXPIRED',
    'EXPIRY_TOO_FAR',
    'SOD',
    'DEST_COOLING_OFF',
    'APPROVAL_BINDING',
    'POLICY_UNAVAILABLE',
    'RPC_UNAVAILABLE',
    'RPC_DISAGREE',
    'CHAIN_MISMATCH',
    'HEADER_FORM_UNKNOWN',
  )
  @ApiOperation({
    summary: 'Request a transfer',
    description:
      "Needs the requester's signature over the intent. It is decided and simulated in the background: ask for it until it waits for people.",
  })
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['operator'], audit: 'transfer.requested', signs: 'TransferIntent' })
  create(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Body({ schema: CreateTransfer }) body: z.output<typeof CreateTransfer>,
  ): Promise<Answer> {
    return this.acts.create(key, by, body);
  }

  @Get()
  @ApiOperation({
    summary: 'List transfers',
    description:
      'Newest first, narrowed down by all filters that are given. A transfer that the reader must enter from the ' +
      'ticket first is masked, and not found by destination, address or reference.',
  })
  @ApiResponse({ status: 200, standardSchema: TransferPage })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async list(
    @CurrentPrincipal() by: Principal,
    @Query({ schema: TransferListQuery }) query: TransferListQuery,
  ): Promise<z.output<typeof TransferPage>> {
    const { transfers, nextCursor } = await this.searches.page(query, by);
    return { data: await this.shown.list(transfers, by), nextCursor };
  }

  @Get('counts')
  @ApiOperation({
    operationId: 'countTransfers',
    summary: 'Count transfers by state',
    description:
      'How many transfers the same filters find in each state, and how many are live and ended. What the list does ' +
      'not find for this reader is not counted.',
  })
  @ApiResponse({ status: 200, standardSchema: TransferCounts })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  counts(
    @CurrentPrincipal() by: Principal,
    @Query({ schema: TransferCountsQuery }) query: TransferCountsQuery,
  ): Promise<TransferCounts> {
    return this.searches.counts(query, by);
  }

  @Get(':id')
  @Refuses('TRANSFER_NOT_FOUND')
  @ApiOperation({
    summary: 'Show a transfer',
    description:
      'With its decision, simulations, answers and exceptions. What a reader must re-key first is masked.',
  })
  @ApiResponse({ status: 200, standardSchema: TransferDetail })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  show(@CurrentPrincipal() by: Principal, @Param({ schema: TransferParams }) params: Params) {
    return this.shown.detail(params.id, by);
  }

  /** The whole record of one simulation: request, overrides, and each provider's answer with its block. */
  @Get(':id/simulations/:simulation')
  @Refuses('TRANSFER_NOT_FOUND', 'SIMULATION_NOT_FOUND', 'REKEY_REQUIRED')
  @ApiOperation({
    operationId: 'showSimulation',
    summary: 'Show a simulation of a transfer',
    description: "The whole record: the request, the overrides, and each provider's answer with its block.",
  })
  @ApiResponse({ status: 200, standardSchema: SimulationView })
  @Read('approver', 'compliance', 'auditor', 'signer')
  async simulation(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: SimulationParams }) params: z.output<typeof SimulationParams>,
  ): Promise<SimulationView> {
    return { id: params.simulation, record: await this.shown.simulation(params.id, params.simulation, by) };
  }

  @Post(':id/confirmations')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'REVISION_STALE',
    'ALREADY_CONFIRMED',
    'SOD',
    'APPROVAL_BINDING',
    'KEY_NOT_ENROLLED',
    'SIGNATURE_FORMAT',
    'REKEY_REQUIRED',
    'REKEY_FAILED',
    'SAFE_FROZEN',
    'EVM_KEY_REQUIRED',
    'EXPIRED',
    'QUORUM',
  )
  @ApiOperation({
    operationId: 'answerTransfer',
    summary: 'Confirm or reject a transfer',
    description:
      'By an approver other than the requester, with a signature over the clearance of the revision.',
  })
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['approver'], audit: 'transfer.answered', signs: 'Clearance' })
  confirm(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Body({ schema: CreateConfirmation }) body: z.output<typeof CreateConfirmation>,
  ): Promise<Answer> {
    return this.confirmations.confirm(key, { id: idOf(params), personId: personOf(by), by }, body);
  }

  @Post(':id/rekeyings')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'REVISION_STALE',
    'AMOUNT_FORMAT',
    'SOD',
    'REKEY_MISMATCH',
    'REKEY_FAILED',
  )
  @ApiOperation({
    operationId: 'rekeyTransfer',
    summary: 'Re-key destination and amount',
    description:
      'An approver proves to have them from the ticket before being shown either. Attempts are few.',
  })
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['approver'], audit: 'transfer.rekeyed', signs: 'nothing' })
  rekey(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Body({ schema: CreateRekeying }) body: z.output<typeof CreateRekeying>,
  ): Promise<Answer> {
    return this.confirmations.rekey(key, { id: idOf(params), personId: personOf(by), by }, body);
  }

  @Post(':id/exceptions')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'ALREADY_EXCEPTED',
    'LABEL_CONFUSABLE',
    'RULE_NOT_WAIVABLE',
    'EXCEPTION_CEILING',
    'SOD',
    'APPROVAL_BINDING',
    'KEY_NOT_ENROLLED',
    'SIGNATURE_FORMAT',
    'EXPIRED',
    'EXPIRY_TOO_FAR',
    'REKEY_REQUIRED',
    'POLICY_UNAVAILABLE',
    'RPC_UNAVAILABLE',
    'RPC_DISAGREE',
  )
  @ApiOperation({
    operationId: 'createException',
    summary: 'Give an exception for a transfer',
    description:
      'A compliance officer lets it pass one waivable rule up to a ceiling, by a signature over the statement.',
  })
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['compliance'], audit: 'transfer.excepted', signs: 'PolicyException' })
  except(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Body({ schema: CreateException }) body: z.output<typeof CreateException>,
  ): Promise<Answer> {
    return this.acts.except(key, { id: idOf(params), personId: personOf(by), by }, body);
  }

  @Post(':id/cancel')
  @Refuses('TRANSFER_NOT_FOUND', 'STATE_CONFLICT', 'ALREADY_ASKED', 'TEXT_CONTROL_CHARS')
  @ApiOperation({
    operationId: 'cancelTransfer',
    summary: 'Cancel a transfer',
    description:
      'At once before it is relayed; after that its nonce is burnt, which another approver has to confirm.',
  })
  @ApiResponse({ status: 200, standardSchema: TransferView })
  @HttpCode(200)
  @Mutation({
    roles: ['operator', 'approver', 'compliance'],
    audit: ['transfer.cancelled', 'transfer.cancelling'],
    signs: 'nothing',
  })
  cancel(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Body({ schema: CancelTransfer }) body: z.output<typeof CancelTransfer>,
  ): Promise<Answer> {
    return this.acts.cancel({ id: idOf(params), personId: personOf(by), by }, body.reason);
  }
}

function idOf(params: Params): TransferId {
  return parseId('tr', params.id);
}
