import { Injectable } from '@nestjs/common';
import { CancelBeginning } from '../cancellations/cancel-beginning.js';
import { systemCancelWords } from '../domain/transfers/system-cancel.js';
import { type Relayed, type TransferIn, isRelayed } from '../domain/transfers/transfer.js';
import { Database, type Tx } from '../infra/database/database.js';
import { OwnerSignaturesRepository } from '../transfers/owner-signatures.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { RelayedEvidence } from './relayed-evidence.js';

type Open = TransferIn<Relayed>;

/** Begins the cancel of a relayed transfer whose time is over, or whose confirmations no longer make their quorum. */
@Injectable()
export class RelayedEnder {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly approvals: RelayedEvidence,
    private readonly signatures: OwnerSignaturesRepository,
    private readonly cancels: CancelBeginning,
  ) {}

  /** @returns whether it ends: its cancel has begun */
  async end(seen: Open): Promise<boolean> {
    if ((await this.database.transaction((tx) => this.because(tx, seen))) === undefined) return false;
    await this.database.transaction((tx) => this.cancel(tx, seen));
    return true;
  }

  private async cancel(tx: Tx, { id }: Open): Promise<void> {
    const transfer = await this.transfers.lock(id, tx);
    if (!transfer || !isRelayed(transfer)) return;
    const because = await this.because(tx, transfer);
    if (because === undefined) return;
    const { safeTxHash } = transfer.evidence.cleared;
    const { length: signed } = await this.signatures.list({ transferId: id, safeTxHash }, tx);
    await this.cancels.begin(tx, transfer, { by: 'system', why: systemCancelWords(because, signed) });
  }

  private async because(tx: Tx, transfer: Open): Promise<string | undefined> {
    if ((await this.database.now(tx)) >= transfer.intent.expiresAt) return 'the intent has expired';
    const quorum = await this.approvals.quorum(transfer, tx);
    // Without a policy that asks for one, the register is at fault, and not the people who confirmed.
    return quorum?.met === false ? 'its confirmations no longer make their quorum' : undefined;
  }
}
