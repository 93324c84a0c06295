import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Config } from '../config/config.js';
import { type Destination, isDueWithin } from '../domain/address-book/destination.js';
import { DomainError } from '../domain/errors.js';
import { parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import {
  DestinationPage,
  DestinationParams,
  DestinationView,
  DestinationsQuery,
} from './destinations.contract.js';
import { DestinationsRepository } from './destinations.repository.js';

@ApiTags('destinations')
@Controller('v1/destinations')
export class DestinationsController {
  constructor(
    private readonly database: Database,
    private readonly destinations: DestinationsRepository,
    private readonly config: Config,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @ApiOperation({
    summary: 'List the address book',
    description:
      'Every destination of this chain, removed ones too; `pending` are those that are approved and begin later. With `expiresWithinDays` only entries in force that end soon unless they are confirmed again.',
  })
  @ApiResponse({ status: 200, standardSchema: DestinationPage })
  async list(
    @Query({ schema: DestinationsQuery }) query: z.output<typeof DestinationsQuery>,
  ): Promise<DestinationPage> {
    const { expiresWithinDays: days } = query;
    const entries = await this.destinations.list(this.config.chainId);
    const now = await this.database.now();
    const wanted = days === undefined ? entries : entries.filter((each) => isDueWithin(each, days, now));
    const pending = days === undefined ? await this.destinations.pending(this.config.chainId) : [];
    return {
      data: wanted.map((entry) => view(entry)),
      pending: pending.map(({ entry, activeFrom }) => view(entry, activeFrom)),
      nextCursor: null,
    };
  }

  @Get(':id')
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  @Refuses('DESTINATION_NOT_FOUND')
  @ApiOperation({
    summary: 'Show a destination',
    description:
      'One entry of the address book with its limits, its proof of control and when it ends. An approved one that begins later has `activeFrom`.',
  })
  @ApiResponse({ status: 200, standardSchema: DestinationView })
  async show(
    @Param({ schema: DestinationParams }) params: z.output<typeof DestinationParams>,
  ): Promise<DestinationView> {
    const id = parseId('dst', params.id);
    const entry = await this.destinations.find(id);
    if (entry) return view(entry);
    const pending = await this.destinations.pending(this.config.chainId);
    const found = pending.find((each) => each.entry.id === id);
    if (found) return view(found.entry, found.activeFrom);
    throw new DomainError('DESTINATION_NOT_FOUND', 'there is no such entry in the address book');
  }
}

function view(entry: Destination, activeFrom: UnixSeconds | null = null): DestinationView {
  const { control } = entry;
  return {
    ...entry,
    control: control.kind === 'none' ? control : { ...control, expiresAt: printTimestamp(control.expiresAt) },
    approvedAt: printTimestamp(entry.approvedAt),
    activeFrom: activeFrom === null ? null : printTimestamp(activeFrom),
    expiresAt: printTimestamp(entry.expiresAt),
    removedAt: entry.removedAt === null ? null : printTimestamp(entry.removedAt),
  };
}
