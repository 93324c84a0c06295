import { Body, Controller, Get, Header, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Json } from '../domain/values/canonical-json.js';
import { parseId } from '../domain/values/identifier.js';
import { EvidenceView } from '../evidence/evidence.contract.js';
import { EvidenceReading } from '../evidence/evidence-reading.js';
import { CurrentPrincipal, Mutation, type Principal, Read, personOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { type Answer, created, refused } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest, IdempotencyKeyHeader } from '../infra/http/idempotency.js';
import { TransferLookup } from '../transfer-api/views/transfer-lookup.js';
import { TransferView } from '../transfer-api/views/transfer-row.contract.js';
import { TransferViews } from '../transfer-api/views/transfer-views.js';
import { SignatureCollector } from './signature-collector.js';
import { CreateOwnerSignature, SignatureRequestView, TransferParams } from './signature-relay.contract.js';
import { SignatureRequests } from './signature-requests.js';

type Params = z.output<typeof TransferParams>;

@ApiTags('transfers')
@Controller('v1/transfers/:id')
export class SignatureRelayController {
  constructor(
    private readonly requests: SignatureRequests,
    private readonly collector: SignatureCollector,
    private readonly lookup: TransferLookup,
    private readonly views: TransferViews,
    private readonly idempotency: Idempotency,
    private readonly evidence: EvidenceReading,
  ) {}

  @Get('signature-request')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'SAFE_FROZEN',
    'HASH_MISMATCH',
    'APPROVAL_BINDING',
    'REKEY_REQUIRED',
  )
  @ApiOperation({
    operationId: 'showSignatureRequest',
    summary: 'Show what owners sign of a transfer',
    description: 'The Safe transaction, the digests that devices show of it, and the evidence it rests on.',
  })
  @ApiResponse({ status: 200, standardSchema: SignatureRequestView })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async request(
    @Param({ schema: TransferParams }) params: Params,
    @CurrentPrincipal() by: Principal,
  ): Promise<Json> {
    return this.requests.request(await this.lookup.find(parseId('tr', params.id)), by);
  }

  @Get('signature-request/file')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'SAFE_FROZEN',
    'APPROVAL_BINDING',
    'REKEY_REQUIRED',
    'AUDIT_UNAVAILABLE',
  )
  @ApiOperation({
    operationId: 'showSignatureRequestFile',
    summary: 'Show the evidence that owners check',
    description:
      'The evidence bundle of a transfer whose owners are asked to sign, as `sluice verify request` reads it.',
  })
  @ApiResponse({ status: 200, standardSchema: EvidenceView })
  async file(
    @Param({ schema: TransferParams }) params: Params,
    @CurrentPrincipal() by: Principal,
  ): Promise<string> {
    const transfer = await this.lookup.find(parseId('tr', params.id));
    await this.lookup.requireShown(transfer, by);
    await this.requests.requireOpen(transfer);
    return this.evidence.read(transfer.id, by);
  }

  @Post('owner-signatures')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'SAFE_FROZEN',
    'OWNER_NOT_MAPPED',
    'SOD',
    'APPROVAL_BINDING',
    'ADDRESS_FORMAT',
    'SIGNATURE_FORMAT',
    'SIG_LENGTH',
    'SIG_TYPE',
    'SIG_HIGH_S',
    'SIG_MISMATCH',
    'SIG_DUPLICATE',
    'RESIGN_REQUEST',
  )
  @ApiOperation({
    operationId: 'signTransfer',
    summary: "Add an owner's signature of a transfer",
    description:
      'Over the Safe transaction. A signature that does not fit is refused, and one over something else freezes the Safe.',
  })
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['signer'], audit: 'transfer.owner-signed', signs: 'SafeTx' })
  sign(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Body({ schema: CreateOwnerSignature }) body: z.output<typeof CreateOwnerSignature>,
  ): Promise<Answer> {
    const id = parseId('tr', params.id);
    const claim = { personId: personOf(by), ...body };
    return this.idempotency.onceAfter(
      key,
      async () => this.collector.see(await this.lookup.find(id), claim),
      async (tx, sight) => {
        const transfer = await this.lookup.lock(tx, id);
        const collected = await this.collector.collect(tx, transfer, { claim, sight });
        if (collected.kind === 'alarm') return refused(collected.error);
        return created(await this.views.view(collected.transfer, tx));
      },
    );
  }
}
