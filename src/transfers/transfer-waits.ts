import { Injectable } from '@nestjs/common';
import type { Reason, Transfer } from '../domain/transfers/transfer.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { ChainLooksRepository } from './chain-looks.repository.js';
import { LogGate } from './log-gate.js';
import { TransferHoldsRepository } from './transfer-holds.repository.js';

/** What keeps a transfer where it is, for people to see. */
@Injectable()
export class TransferWaits {
  constructor(
    private readonly log: LogGate,
    private readonly looks: ChainLooksRepository,
    private readonly holds: TransferHoldsRepository,
  ) {}

  async of(transfer: Pick<Transfer, 'id' | 'state'>) {
    const look = await this.looks.find(transfer.id);
    return {
      waitsFor: await this.waitsFor(transfer),
      looking: look ? { words: look.words, since: printTimestamp(look.since) } : null,
    };
  }

  private async waitsFor({ id, state }: Pick<Transfer, 'id' | 'state'>): Promise<Reason | null> {
    if (state === 'confirmed') return this.log.holding(id);
    const isHeldUp = state === 'relayed' || state === 'signed' || state === 'submitted';
    return isHeldUp ? ((await this.holds.find(id)) ?? null) : null;
  }
}
