import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { reasonsWords } from '../domain/transfers/last-look.js';
import type { Reason, Relayed, TransferIn } from '../domain/transfers/transfer.js';
import { Database, type Tx } from '../infra/database/database.js';
import { TransferHoldsRepository } from './transfer-holds.repository.js';

/** Keeps what holds up a relayed transfer, with a log entry whenever that changes. */
@Injectable()
export class TransferHolds {
  constructor(
    private readonly database: Database,
    private readonly holds: TransferHoldsRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * True if this is not what is on record. Only the first code is compared: measured numbers in the words change with
   * every block, and are no news.
   */
  async isNews(tx: Tx, { id }: TransferIn<Relayed>, [first]: readonly Reason[]): Promise<boolean> {
    return (await this.holds.find(id, tx))?.code !== first?.code;
  }

  /** Call it under the lock of the transfer's row. */
  async note(tx: Tx, transfer: TransferIn<Relayed>, reasons: readonly Reason[]): Promise<void> {
    if (!(await this.isNews(tx, transfer, reasons))) return;
    const { id, intent } = transfer;
    const [first] = reasons;
    await this.audit.append(tx, {
      type: 'transfer.looked',
      actor: 'system',
      safeId: intent.safeId,
      subject: id,
      detail: {
        verdict: first ? 'stopped' : 'stands',
        reasons: reasons.map(({ code, reason }) => ({ code, reason })),
      },
    });
    if (!first) return this.holds.remove(tx, id);
    const said = { code: first.code, reason: reasonsWords(reasons) };
    await this.holds.put(tx, id, said, await this.database.now(tx));
  }
}
