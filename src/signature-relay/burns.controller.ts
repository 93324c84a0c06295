import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, Mutation, type Principal, Read, personOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { type Answer, created, refused } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest, IdempotencyKeyHeader } from '../infra/http/idempotency.js';
import { TransferLookup } from '../transfer-api/views/transfer-lookup.js';
import { TransferView } from '../transfer-api/views/transfer-row.contract.js';
import { TransferViews } from '../transfer-api/views/transfer-views.js';
import { BurnCollector } from './burn-collector.js';
import { BurnRequests } from './burn-requests.js';
import { BurnRequestView } from './burns.contract.js';
import { CreateOwnerSignature, TransferParams } from './signature-relay.contract.js';

type Params = z.output<typeof TransferParams>;

/** What owners are asked to sign to burn the nonce of a transfer, and their signatures over it. */
@ApiTags('transfers')
@Controller('v1/transfers/:id/cancel')
export class BurnsController {
  constructor(
    private readonly requests: BurnRequests,
    private readonly collector: BurnCollector,
    private readonly lookup: TransferLookup,
    private readonly views: TransferViews,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('signature-request')
  @Refuses('TRANSFER_NOT_FOUND', 'STATE_CONFLICT', 'APPROVAL_BINDING')
  @ApiOperation({
    operationId: 'showCancelSignatureRequest',
    summary: 'Show what owners sign to cancel',
    description:
      'The Safe transaction that burns the nonce of a relayed transfer and moves nothing, with what devices show of it.',
  })
  @ApiResponse({ status: 200, standardSchema: BurnRequestView })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async request(@Param({ schema: TransferParams }) params: Params): Promise<BurnRequestView> {
    return this.requests.request(await this.lookup.find(parseId('tr', params.id)));
  }

  @Post('owner-signatures')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'OWNER_NOT_MAPPED',
    'SOD',
    'SIG_LENGTH',
    'SIG_TYPE',
    'SIG_HIGH_S',
    'SIG_MISMATCH',
    'SIG_DUPLICATE',
    'RESIGN_REQUEST',
  )
  @ApiOperation({
    operationId: 'signCancel',
    summary: "Add an owner's signature of a cancel",
    description:
      'Over the transaction that burns the nonce. A signature that does not fit is refused, and one over something else raises an alarm.',
  })
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['signer'], audit: 'transfer.cancel-signed', signs: 'SafeTx' })
  sign(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Body({ schema: CreateOwnerSignature }) body: z.output<typeof CreateOwnerSignature>,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) => {
      const transfer = await this.lookup.lock(tx, parseId('tr', params.id));
      const collected = await this.collector.collect(tx, transfer, { personId: personOf(by), ...body });
      if (collected.kind === 'alarm') return refused(collected.error);
      return created(await this.views.view(collected.transfer, tx));
    });
  }
}
