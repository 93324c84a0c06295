import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { isTakeable } from '../domain/transfers/cancelling.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { Database, type Tx } from '../infra/database/database.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { BurnCount } from './burn-count.js';
import { CancelEvidence } from './cancel-evidence.js';
import { CancellationsRepository } from './cancellations.repository.js';

/** Looks again at a cancel that a person has confirmed and that was not sent yet. */
@Injectable()
export class ConfirmedCancels {
  constructor(
    private readonly database: Database,
    private readonly evidence: CancelEvidence,
    private readonly cancellations: CancellationsRepository,
    private readonly count: BurnCount,
    private readonly life: TransferLife,
  ) {}

  /**
   * Takes it over if its confirmation no longer counts: nobody else could confirm it, and no owner could sign. What owners
   * have signed of an earlier confirmation counts for the next, because the burn is the same.
   * @returns the transfer, moved on or not
   */
  async recheck(tx: Tx, transfer: TransferIn<'cancelling'>): Promise<TransferIn<'cancelling'>> {
    if (!isTakeable(transfer.evidence.cancel)) return transfer;
    if (await this.counts(tx, transfer)) return this.count.advance(tx, transfer);
    const at = await this.database.now(tx);
    const taken = await this.life.advance(tx, transfer, { kind: 'take-over-cancel', at }, 'system');
    if (taken.state !== 'cancelling') throw new Error(`${transfer.id} was taken over into ${taken.state}`);
    const { why } = taken.evidence.cancel;
    await this.cancellations.insert(tx, transfer.id, { by: 'system', why, at });
    return taken;
  }

  private async counts(tx: Tx, transfer: TransferIn<'cancelling'>): Promise<boolean> {
    try {
      await this.evidence.require(transfer, tx);
      return true;
    } catch (error) {
      // Only that. A burn that builds another hash is nothing that another confirmer mends.
      if (error instanceof DomainError && error.code === 'APPROVAL_BINDING') return false;
      throw error;
    }
  }
}
