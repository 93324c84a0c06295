import { Injectable } from '@nestjs/common';
import type { LogFault } from '../audit-log/sequencer/log-alarms.js';
import type { ExecutedAs, Transfer } from '../domain/transfers/transfer.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

// A chain that takes back final blocks takes back the latest ones.
const TRANSFERS_MAX = 20;

/** The states that a final block has led to. */
const STATES = ['settled', 'mismatched', 'cancelled'] as const;

/**
 * Detects that a final block is no longer on the chain. What ended in it has not ended then: its budget was freed or
 * spent, and its signatures may be good again.
 */
@Injectable()
export class SettledBlocks {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly reader: SafeReader,
  ) {}

  /** @throws DomainError if the chain could not be read, or the providers disagree */
  async faults(): Promise<readonly LogFault[]> {
    const faults: LogFault[] = [];
    const lists = STATES.map((state) => this.transfers.list({ state, limit: TRANSFERS_MAX }));
    for (const transfer of (await Promise.all(lists)).flat()) {
      const execution = endedBy(transfer);
      if (!execution) continue;
      const { blockNumber, blockHash } = execution;
      const block = await this.reader.blockAt(blockNumber);
      if (block.hash === blockHash) continue;
      const reason =
        `block ${String(blockNumber)}, in which ${transfer.id} ended, was final with the hash ${blockHash}, ` +
        `and all providers have ${block.hash} there now`;
      const detail = { transfer: transfer.id, blockNumber: String(blockNumber), blockHash, now: block.hash };
      faults.push({ code: 'LOG_REORGANISED', reason, detail });
    }
    return faults;
  }
}

/** What a final block has of its end; undefined of what was cancelled before its relay. */
function endedBy(transfer: Transfer): ExecutedAs | undefined {
  if (transfer.state === 'cancelled') return transfer.evidence.burnt?.execution;
  return transfer.state === 'settled' || transfer.state === 'mismatched'
    ? transfer.evidence.execution
    : undefined;
}
