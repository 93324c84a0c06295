import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ERROR_CODES } from '../domain/errors.js';
import type { Reason } from '../domain/transfers/transfer.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

const Code = z.enum(ERROR_CODES);

interface Held extends Reason {
  readonly since: UnixSeconds;
}

/** What stopped holding after the relay, for people to see. Nothing rests on it: every step asks again. */
@Injectable()
export class TransferHoldsRepository {
  constructor(private readonly database: Database) {}

  async find(transferId: TransferId, tx: Tx = this.database.read): Promise<Reason | undefined> {
    const row = await tx.transferHold.findUnique({ where: { transferId } });
    return row ? { code: Code.parse(row.code), reason: row.reason } : undefined;
  }

  /** Those of several transfers, each with since when. */
  async findEach(transferIds: readonly TransferId[]): Promise<ReadonlyMap<TransferId, Held>> {
    if (transferIds.length === 0) return new Map();
    const where = { transferId: { in: [...transferIds] } };
    const rows = await this.database.read.transferHold.findMany({ where });
    return new Map(
      rows.map(({ transferId, code, reason, since }) => [
        parseId('tr', transferId),
        { code: Code.parse(code), reason, since: fromDate(since) },
      ]),
    );
  }

  async put(tx: Tx, transferId: TransferId, { code, reason }: Reason, since: UnixSeconds): Promise<void> {
    const said = { code, reason, since: toDate(since) };
    await tx.transferHold.upsert({ where: { transferId }, create: { transferId, ...said }, update: said });
  }

  async remove(tx: Tx, transferId: TransferId): Promise<void> {
    await tx.transferHold.deleteMany({ where: { transferId } });
  }
}
