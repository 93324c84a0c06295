import { Injectable } from '@nestjs/common';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, fromDate, toDate } from '../infra/database/database.js';

/** What is looked for on the chain, and since when it has not been found or proven. */
export interface ChainLook {
  readonly words: string;
  readonly since: UnixSeconds;
}

/** What people see while the chain has not proven anything yet. Nothing is decided by it. */
@Injectable()
export class ChainLooksRepository {
  constructor(private readonly database: Database) {}

  async find(transferId: TransferId): Promise<ChainLook | undefined> {
    const row = await this.database.read.chainLook.findUnique({ where: { transferId } });
    return row ? { words: row.words, since: fromDate(row.since) } : undefined;
  }

  async findEach(transferIds: readonly TransferId[]): Promise<ReadonlyMap<TransferId, ChainLook>> {
    if (transferIds.length === 0) return new Map();
    const where = { transferId: { in: [...transferIds] } };
    const rows = await this.database.read.chainLook.findMany({ where });
    return new Map(
      rows.map(({ transferId, words, since }) => [
        parseId('tr', transferId),
        { words, since: fromDate(since) },
      ]),
    );
  }

  /** Keeps the moment at which the same was looked for first; `undefined` when there is nothing left to look for. */
  async note(transferId: TransferId, words: string | undefined): Promise<void> {
    const known = await this.find(transferId);
    if (known?.words === words) return;
    await this.database.transaction(async (tx) => {
      await tx.chainLook.deleteMany({ where: { transferId } });
      if (words === undefined) return;
      const since = toDate(await this.database.now(tx));
      await tx.chainLook.create({ data: { transferId, words, since } });
    });
  }
}
