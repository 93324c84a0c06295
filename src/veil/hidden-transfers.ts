import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { VeilableTransfer } from '../domain/transfers/veilable-transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
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

  async of(viewer: Principal): Promise<readonly VeilableTransfer[]> {
    return (await this.sorted(viewer)).hidden;
  }

  /**
   * The transfers that are not relayed yet and are shown to the viewer; undefined if nothing is ever hidden from the
   * viewer.
   */
  async shownBeforeRelay(viewer: Principal): Promise<readonly TransferId[] | undefined> {
    if (!mayBeKept(viewer)) return undefined;
    return (await this.sorted(viewer)).shown.map(({ id }) => id);
  }

  private async sorted(viewer: Principal) {
    if (!mayBeKept(viewer)) return { hidden: [], shown: [] };
    const waiting = await this.transfers.beforeRelay();
    const hidden = await this.veil.hiddenOf(waiting, viewer);
    return {
      hidden: waiting.filter(({ id }) => hidden.has(id)),
      shown: waiting.filter(({ id }) => !hidden.has(id)),
    };
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

/** Anything is only ever hidden from people who confirm. */
function mayBeKept(viewer: Principal): boolean {
  return viewer.kind === 'person' && viewer.roles.includes('approver');
}
