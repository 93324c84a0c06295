import { Injectable } from '@nestjs/common';
import { type Relayed, type TransferIn, isRelayed } from '../domain/transfers/transfer.js';
import { Database, type Tx } from '../infra/database/database.js';
import { RevokedSignatures } from '../transfers/revoked-signatures.js';
import { TransferHolds } from '../transfers/transfer-holds.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { ChainStandings, type Look } from './chain-standings.js';
import { RelayedEnder } from './end-relayed.js';
import { LastLook } from './last-look.js';

type Open = TransferIn<Relayed>;

/**
 * Looks at a relayed transfer between its steps: what holds it up is shown, and what can only end it begins its cancel
 * (invariants 13 and 25). What stopped holding and can be put back ends nothing: the transfer then goes on by itself.
 */
@Injectable()
export class RelayedRechecker {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly chain: ChainStandings,
    private readonly lastLook: LastLook,
    private readonly ender: RelayedEnder,
    private readonly holds: TransferHolds,
    private readonly revoked: RevokedSignatures,
  ) {}

  async recheck(seen: Open): Promise<void> {
    if (await this.ender.end(seen)) return;
    // Whoever is silent hides nothing from a look that changes nothing. What would change something, all must show.
    const glance = await this.chain.look(seen, 'answering');
    if (!(await this.database.transaction((tx) => this.isNews(tx, seen, glance)))) return;
    const look = await this.chain.look(seen, 'all');
    await this.database.transaction((tx) => this.note(tx, seen, look));
  }

  private async isNews(tx: Tx, seen: Open, look: Look): Promise<boolean> {
    if (await this.revoked.areNews(tx, seen)) return true;
    const reasons = await this.lastLook.standing(tx, seen, look);
    return reasons !== undefined && this.holds.isNews(tx, seen, reasons);
  }

  private async note(tx: Tx, seen: Open, look: Look): Promise<void> {
    const transfer = await this.transfers.lock(seen.id, tx);
    if (!transfer || !isRelayed(transfer)) return;
    const reasons = await this.lastLook.standing(tx, transfer, look);
    await this.revoked.record(tx, transfer);
    if (reasons) await this.holds.note(tx, transfer, reasons);
  }
}
