import { Controller, Get } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Destination } from '../domain/address-book/destination.js';
import { Read } from '../infra/http/access.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { DestinationsRepository } from './destinations.repository.js';

@Controller('v1/destinations')
export class DestinationsController {
  constructor(
    private readonly destinations: DestinationsRepository,
    private readonly config: Config,
  ) {}

  @Get()
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async list() {
    const entries = await this.destinations.list(this.config.chainId);
    return { data: entries.map(view), nextCursor: null };
  }
}

function view(entry: Destination) {
  return {
    ...entry,
    approvedAt: printTimestamp(entry.approvedAt),
    expiresAt: printTimestamp(entry.expiresAt),
    removedAt: entry.removedAt === null ? null : printTimestamp(entry.removedAt),
  };
}
