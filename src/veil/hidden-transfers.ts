import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type Transfer, isBeforeRelay } from '../domain/transfers/transfer.js';
import type { Principal } from '../infra/http/access.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { Veil } from './veil.js';

/** Transfers whose destination and amount a person must re-key before seeing them. */
@Injectable()
export class HiddenTransfers {
  constructor(
    private readonly transfers: TransfersRepository,
    private readonly veil: Veil,
  ) {}

  async of(viewer: Principal): Promise<readonly Transfer[]> {
    if (viewer.kind !== 'person' || !viewer.roles.includes('approver')) return [];
    const live = (await this.transfers.live()).filter(isBeforeRelay);
    const hidden: Transfer[] = [];
    for (const transfer of live) if (await this.veil.hides(transfer, viewer)) hidden.push(transfer);
    return hidden;
  }

  /**
   * Refuses answers that are computed from other transfers while any is hidden from the viewer: limit usage, whether an
   * amount fits, and recent transfers would reveal a hidden amount by repeated questions.
   * @throws DomainError REKEY_REQUIRED, naming the hidden transfers
   */
  async requireNone(viewer: Principal): Promise<void> {
    const hidden = await this.of(viewer);
    if (hidden.length === 0) return;
    const ids = hidden.map(({ id }) => id).join(', ');
    throw new DomainError(
      'REKEY_REQUIRED',
      `the answer would tell about transfers that you are to enter from the ticket first: ${ids}`,
    );
  }
}
