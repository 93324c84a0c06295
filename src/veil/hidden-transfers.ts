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
  async requireNone<T>(viewer: Principal, read: () => Promise<T>): Promise<T> {
    const found = await this.readApart(viewer, read);
    if ('answer' in found) return found.answer;
    const ids = found.hidden.map(({ id }) => id).join(', ');
    throw new DomainError(
      'REKEY_REQUIRED',
      `the answer would tell about transfers that you are to enter from the ticket first: ${ids}`,
    );
  }

  /** The same for answers that can do without: undefined while any transfer is hidden from the viewer. */
  async unlessAny<T>(viewer: Principal, read: () => Promise<T>): Promise<T | undefined> {
    const found = await this.readApart(viewer, read);
    return 'answer' in found ? found.answer : undefined;
  }

  /** Asked again after reading: what came in meanwhile may have been counted, and then the answer is thrown away. */
  private async readApart<T>(viewer: Principal, read: () => Promise<T>): Promise<Apart<T>> {
    const before = await this.of(viewer);
    if (before.length > 0) return { hidden: before };
    const answer = await read();
    const hidden = await this.of(viewer);
    return hidden.length > 0 ? { hidden } : { answer };
  }
}

type Apart<T> = { readonly answer: T } | { readonly hidden: readonly VeilableTransfer[] };

/** Anything is only ever hidden from people who confirm. */
function mayBeKept(viewer: Principal): boolean {
  return viewer.kind === 'person' && viewer.roles.includes('approver');
}
