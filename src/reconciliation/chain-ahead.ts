import { Injectable } from '@nestjs/common';
import type { LogFault } from '../audit-log/sequencer/log-alarms.js';
import { explainedNonce } from '../domain/transfers/explained-nonce.js';
import type { SafeId } from '../domain/values/identifier.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

const TRANSFERS_MAX = 200;

/** Detects a Safe with more executions than this database knows of, as after the restore of a backup. */
@Injectable()
export class ChainAhead {
  constructor(
    private readonly safes: SafesRepository,
    private readonly transfers: TransfersRepository,
    private readonly reader: SafeReader,
  ) {}

  /** @throws DomainError if the chain could not be read, or the providers disagree */
  async faults(): Promise<readonly LogFault[]> {
    const found: LogFault[] = [];
    for (const safe of await this.safes.list()) found.push(...(await this.faultsOf(safe)));
    return found;
  }

  private async faultsOf({ id, address, profile }: OnboardedSafe): Promise<readonly LogFault[]> {
    if ((await this.explained(id)) === undefined) return [];
    const { nonce } = await this.reader.readProfile(address, 'all', profile, 'finalized');
    // Read the database again after the chain: every execution of ours was recorded before it could happen.
    const explained = await this.explained(id);
    if (explained === undefined || nonce <= explained) return [];
    const reason =
      `the Safe ${address} is at nonce ${nonce.toString()} on the chain, and what is written of its transfers explains ` +
      `${explained.toString()}: the database is older than that, or the Safe was used without Sluice`;
    const detail = { safe: id, nonce: nonce.toString(), explained: explained.toString() };
    return [{ code: 'LOG_ROLLBACK', reason, detail }];
  }

  private async explained(safeId: SafeId): Promise<bigint | undefined> {
    return explainedNonce(await this.transfers.list({ safeId, limit: TRANSFERS_MAX }));
  }
}
