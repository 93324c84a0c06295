import { Injectable } from '@nestjs/common';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { ChainLooksRepository } from '../../transfers/chain-looks.repository.js';
import { TransfersRepository } from '../../transfers/transfers.repository.js';
import { TransferWaits } from '../../waits/transfer-waits.js';
import { waitsForView } from '../../waits/waits.contract.js';
import type { TransferDetail } from './transfer-detail.contract.js';

type Shown = Pick<TransferDetail, 'waitsFor' | 'looking' | 'lane'>;

/** What a transfer waits for, and where it stands among the others of its Safe. */
@Injectable()
export class ProgressViews {
  constructor(
    private readonly waits: TransferWaits,
    private readonly looks: ChainLooksRepository,
    private readonly transfers: TransfersRepository,
  ) {}

  async of(transfer: Transfer): Promise<Shown> {
    const { id, intent } = transfer;
    const [waiting, look, lanes] = await Promise.all([
      this.waits.of([transfer]),
      this.looks.find(id),
      this.transfers.lanes([intent.safeId]),
    ]);
    const waitsFor = waiting.get(id);
    const lane = lanes.get(intent.safeId) ?? [];
    const at = lane.indexOf(id);
    return {
      waitsFor: waitsFor ? waitsForView(waitsFor) : null,
      looking: look ? { words: look.words, since: printTimestamp(look.since) } : null,
      lane: at < 0 ? null : { position: at + 1, ahead: lane.slice(0, at) },
    };
  }
}
