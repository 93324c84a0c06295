import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, type Principal, Read } from '../infra/http/access.js';
import { FoundTransfers } from '../transfer-api/transfer-acts.js';
import { EvidenceParams, EvidenceView } from './evidence.contract.js';
import { EvidenceReading } from './evidence-reading.js';

@ApiTags('transfers')
@Controller('v1/transfers/:id')
export class EvidenceController {
  constructor(
    private readonly found: FoundTransfers,
    private readonly reading: EvidenceReading,
  ) {}

  @Get('evidence')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'All that there is of a transfer, in one file to be verified offline' })
  @ApiResponse({ status: 200, standardSchema: EvidenceView })
  async evidence(
    @Param({ schema: EvidenceParams }) params: z.output<typeof EvidenceParams>,
    @CurrentPrincipal() by: Principal,
  ): Promise<string> {
    const transfer = await this.found.find(parseId('tr', params.id));
    await this.found.requireShown(transfer, by);
    return this.reading.read(transfer.id, by);
  }
}
