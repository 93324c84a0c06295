import { Injectable } from '@nestjs/common';
import type { Transfer } from '../domain/transfers/transfer.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { ChainLooksRepository } from './chain-looks.repository.js';
import { LogGate } from './log-gate.js';

/** What keeps a transfer where it is, for people to see. */
@Injectable()
export class TransferWaits {
  constructor(
    private readonly log: LogGate,
    private readonly looks: ChainLooksRepository,
  ) {}

  async of({ id, state }: Pick<Transfer, 'id' | 'state'>) {
    const look = await this.looks.find(id);
    return {
      waitsFor: state === 'confirmed' ? await this.log.standing(id) : null,
      looking: look ? { words: look.words, since: printTimestamp(look.since) } : null,
    };
  }
}
