import { Injectable } from '@nestjs/common';
import type { LogFault } from '../audit-log/sequencer/log-alarms.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

// A chain that takes back final blocks takes back the latest ones.
const TRANSFERS_MAX = 20;

/** Detects that a final block is no longer on the chain: what was settled in it has not happened. */
@Injectable()
export class SettledBlocks {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly reader: SafeReader,
  ) {}

  /** @throws DomainError if the chain could not be read, or the providers disagree */
  async faults(): Promise<readonly LogFault[]> {
    const faults: LogFault[] = [];
    for (const transfer of await this.transfers.list({ state: 'settled', limit: TRANSFERS_MAX })) {
      if (transfer.state !== 'settled') continue;
      const { blockNumber, blockHash } = transfer.evidence.execution;
      const block = await this.reader.blockAt(blockNumber);
      if (block.hash === blockHash) continue;
      const reason =
        `block ${String(blockNumber)}, in which ${transfer.id} settled, was final with the hash ${blockHash}, ` +
        `and all providers have ${block.hash} there now`;
      const detail = { transfer: transfer.id, blockNumber: String(blockNumber), blockHash, now: block.hash };
      faults.push({ code: 'LOG_REORGANISED', reason, detail });
    }
    return faults;
  }
}
