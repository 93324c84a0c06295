import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type TransferIn, isRelayed } from '../domain/transfers/transfer.js';
import { parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { ChainStandings, type Look } from './chain-standings.js';
import { PolicyFollower } from './follow-policy.js';
import { RelayedRechecker } from './recheck-relayed.js';
import { Standings } from './standings.js';
import { JOBS, type Rechecked, TransferLife, isRechecked } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

type Asked = TransferIn<'awaiting-confirmation' | 'confirmed'>;

/** Concurrent looks; few enough to leave job workers for the transfers that move. */
const AT_ONCE = 2;

/**
 * Rechecks every waiting transfer regularly. It reads again whatever the clearance rests on, and a difference makes a
 * new revision at once instead of only at the relay gate (invariants 9 and 13). After the relay it shows what holds it up.
 */
@Injectable()
export class Rechecker implements OnModuleInit {
  private readonly log = new Logger(Rechecker.name);
  private looks = 0;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly transfers: TransfersRepository,
    private readonly life: TransferLife,
    private readonly standings: Standings,
    private readonly chain: ChainStandings,
    private readonly follower: PolicyFollower,
    private readonly relayed: RelayedRechecker,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.recheck, (id) => this.recheck(id));
  }

  private async recheck(id: string): Promise<void> {
    const transfer = await this.transfers.find(parseId('tr', id));
    if (!transfer || !isRechecked(transfer)) return;
    const isBusy = this.looks >= AT_ONCE;
    if (!isBusy) {
      this.looks += 1;
      try {
        await this.look(transfer);
      } catch (error) {
        // The transfer moved on meanwhile, or something cannot be read: retry at the next look.
        if (!(error instanceof DomainError)) throw error;
        this.log.warn(`${id} cannot be looked at now: ${error.message}`);
      } finally {
        this.looks -= 1;
      }
    }
    await this.again(id, isBusy ? 'recheckBusy' : 'recheck');
  }

  private async look(transfer: Rechecked): Promise<void> {
    if (transfer.state === 'needs-exception' || transfer.state === 'queued') {
      await this.follower.follow(transfer);
      return;
    }
    if (isRelayed(transfer)) return this.relayed.recheck(transfer);
    // Whoever is silent hides nothing from a look that ends nothing. What would end something, all must show.
    const glance = await this.chain.look(transfer, 'answering');
    if (!(await this.database.transaction((tx) => this.differs(tx, transfer, glance)))) return;
    const look = await this.chain.look(transfer, 'all');
    await this.database.transaction((tx) => this.apply(tx, transfer, look));
  }

  /** Applies the result of a look, under the lock of the transfer's row. */
  private async differs(tx: Tx, seen: Asked, look: Look): Promise<boolean> {
    if ((await this.database.now(tx)) >= seen.intent.expiresAt) return true;
    if ((await this.standings.faults(seen, tx)).length > 0) return true;
    return (await this.chain.differences(tx, seen, look)).length > 0;
  }

  /** What follows of a look, under the lock of the transfer's row. */
  private async apply(tx: Tx, seen: Asked, look: Look): Promise<void> {
    const transfer = await this.transfers.lock(seen.id, tx);
    if (transfer?.state !== 'awaiting-confirmation' && transfer?.state !== 'confirmed') return;
    if (transfer.revision !== seen.revision) return;
    const at = await this.database.now(tx);
    if (at >= transfer.intent.expiresAt) {
      await this.life.advance(tx, transfer, { kind: 'expire' }, 'system');
      return;
    }
    const faults = await this.standings.faults(transfer, tx);
    const all = faults.length > 0 ? faults : await this.chain.faults(tx, transfer, look);
    if (all.length === 0) return;
    await this.life.advance(tx, transfer, { kind: 'revise', because: all.join('; '), at }, 'system');
  }

  private async again(id: string, after: 'recheck' | 'recheckBusy'): Promise<void> {
    await this.database.transaction(async (tx) => {
      const transfer = await this.transfers.find(parseId('tr', id), tx);
      if (!transfer || !isRechecked(transfer)) return;
      await this.jobs.order(tx, { name: JOBS.recheck, id, after });
    });
  }
}
