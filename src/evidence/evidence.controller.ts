import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { TransferLookup } from '../transfer-api/views/transfer-lookup.js';
import { EvidenceParams, EvidenceView } from './evidence.contract.js';
import { EvidenceReading } from './evidence-reading.js';

@ApiTags('transfers')
@Controller('v1/transfers/:id')
export class EvidenceController {
  constructor(
    private readonly lookup: TransferLookup,
    private readonly reading: EvidenceReading,
  ) {}

  @Get('evidence')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Refuses('TRANSFER_NOT_FOUND', 'REKEY_REQUIRED', 'AUDIT_UNAVAILABLE')
  @ApiOperation({
    operationId: 'showTransferEvidence',
    summary: 'Show the evidence bundle of a transfer',
    description: 'All that there is of the transfer in one file, in canonical form, to be verified offline.',
  })
  @ApiResponse({ status: 200, standardSchema: EvidenceView })
  async evidence(
    @Param({ schema: EvidenceParams }) params: z.output<typeof EvidenceParams>,
    @CurrentPrincipal() by: Principal,
  ): Promise<string> {
    const transfer = await this.lookup.find(parseId('tr', params.id));
    await this.lookup.requireShown(transfer, by);
    return this.reading.read(transfer.id, by);
  }
}
