import { Body, Controller, Get, Header, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Json } from '../domain/values/canonical-json.js';
import { parseId } from '../domain/values/identifier.js';
import { EvidenceView } from '../evidence/evidence.contract.js';
import { EvidenceReading } from '../evidence/evidence-reading.js';
import { CurrentPrincipal, Mutation, type Principal, Read } from '../infra/http/access.js';
import { type Answer, created, refused } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest, IdempotencyKeyHeader } from '../infra/http/idempotency.js';
import { FoundTransfers, personOf } from '../transfer-api/transfer-acts.js';
import { TransferView } from '../transfer-api/transfers.contract.js';
import { SignatureCollector } from './collect-signature.js';
import { CreateOwnerSignature, SignatureRequestView, TransferParams } from './signature-relay.contract.js';
import { SignatureRequests } from './signature-request.js';

type Params = z.output<typeof TransferParams>;

@Controller('v1/transfers/:id')
export class SignatureRelayController {
  constructor(
    private readonly requests: SignatureRequests,
    private readonly collector: SignatureCollector,
    private readonly found: FoundTransfers,
    private readonly idempotency: Idempotency,
    private readonly evidence: EvidenceReading,
  ) {}

  @Get('signature-request')
  @ApiResponse({ status: 200, standardSchema: SignatureRequestView })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async request(@Param({ schema: TransferParams }) params: Params): Promise<Json> {
    return this.requests.request(await this.found.find(parseId('tr', params.id)));
  }

  @Get('signature-request/file')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiTags('transfers')
  @ApiOperation({
    summary: 'The evidence of a transfer that owners are asked to sign, for `sluice verify request`',
  })
  @ApiResponse({ status: 200, standardSchema: EvidenceView })
  async file(
    @Param({ schema: TransferParams }) params: Params,
    @CurrentPrincipal() by: Principal,
  ): Promise<string> {
    const transfer = await this.found.find(parseId('tr', params.id));
    await this.found.requireShown(transfer, by);
    await this.requests.requireOpen(transfer);
    return this.evidence.read(transfer.id, by);
  }

  @Post('owner-signatures')
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['signer'], audit: 'transfer.owner-signed', signs: 'SafeTx' })
  sign(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: TransferParams }) params: Params,
    @Body({ schema: CreateOwnerSignature }) body: z.output<typeof CreateOwnerSignature>,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) => {
      const transfer = await this.found.lock(tx, parseId('tr', params.id));
      const collected = await this.collector.collect(tx, transfer, { personId: personOf(by), ...body });
      if (collected.kind === 'alarm') return refused(collected.error);
      return this.found.answer(tx, collected.transfer, created);
    });
  }
}
