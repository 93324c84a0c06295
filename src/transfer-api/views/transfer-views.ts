import { Injectable } from '@nestjs/common';
import type { Transfer } from '../../domain/transfers/transfer.js';
import type { Tx } from '../../infra/database/database.js';
import { TransferWaits } from '../../waits/transfer-waits.js';
import { waitsForView } from '../../waits/waits.contract.js';
import type { TransferRow, TransferView } from './transfer-row.contract.js';
import { TransferRows } from './transfer-rows.js';

/** A transfer as the API shows it in answers and lists. */
@Injectable()
export class TransferViews {
  constructor(
    private readonly made: TransferRows,
    private readonly waits: TransferWaits,
  ) {}

  /**
   * Without the bytes of owners' signatures while they can execute something: an answer may be stored, and given out
   * again. With `tx` it reads inside that transaction and sees its writes.
   */
  async view(transfer: Transfer, tx?: Tx): Promise<TransferView> {
    const [view] = await this.made.of([transfer], tx);
    if (!view) throw new Error('a transfer has no row');
    return view;
  }

  /** The same of a page, each with what it waits for, in as many queries as for one. */
  async rows(transfers: readonly Transfer[]): Promise<readonly TransferRow[]> {
    const views = await this.made.of(transfers);
    const waits = await this.waits.of(transfers);
    return transfers.flatMap(({ id }, index) => {
      const [view, waitsFor] = [views[index], waits.get(id)];
      return view ? [{ ...view, waitsFor: waitsFor ? waitsForView(waitsFor) : null }] : [];
    });
  }
}
