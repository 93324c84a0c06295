import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Act, printAct, readAct } from '../domain/changes/act.js';
import { DomainError } from '../domain/errors.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, fromDate } from '../infra/database/database.js';

/** An act as stored. Its text is kept, to compare it with the row when it is read again. */
export interface StoredAct {
  readonly seq: bigint;
  readonly body: string;
}

/** What was there at one moment by the database's clock. */
export interface ActsAt {
  readonly now: UnixSeconds;
  readonly rows: readonly StoredAct[];
}

const Rows = z.array(z.object({ now: z.date(), seq: z.bigint(), body: z.string() }));
const Head = z.tuple([z.object({ size: z.bigint() })]);

@Injectable()
export class GovernanceActsRepository {
  constructor(private readonly database: Database) {}

  /** Acts from `from` on, in order. */
  async since(from: bigint, tx: Tx = this.database.read): Promise<readonly StoredAct[]> {
    return tx.governanceAct.findMany({ where: { seq: { gte: from } }, orderBy: { seq: 'asc' } });
  }

  /** The same with the database's clock, in one question; undefined if there is none. */
  async newest(from: bigint, tx: Tx): Promise<ActsAt | undefined> {
    const rows = Rows.parse(
      await tx.$queryRaw`
        SELECT clock_timestamp() AS now, seq, body FROM governance_act WHERE seq >= ${from}::bigint ORDER BY seq`,
    );
    const [first] = rows;
    return first && { now: fromDate(first.now), rows };
  }

  async insert(tx: Tx, seq: bigint, act: Act): Promise<void> {
    await tx.governanceAct.create({ data: { seq, body: printAct(act) } });
  }

  /** Takes the next number. The head's row stays locked to the end of the transaction, so numbers have no gaps. */
  async takeSeq(tx: Tx): Promise<bigint> {
    const rows = await tx.$queryRaw`UPDATE governance_head SET size = size + 1 WHERE id = 1 RETURNING size`;
    const [head] = Head.parse(rows);
    return head.size - 1n;
  }

  /** Keeps other transactions from adding acts until this one ends. */
  async lock(tx: Tx): Promise<void> {
    await tx.$queryRaw`SELECT size FROM governance_head WHERE id = 1 FOR UPDATE`;
  }

  /** Shares the lock: no act is added until the transaction ends, so it decides by the register of its commit. */
  async hold(tx: Tx): Promise<void> {
    await tx.$queryRaw`SELECT size FROM governance_head WHERE id = 1 FOR SHARE`;
  }
}

/** Parses the act of a row. An unparsable row is damage and must not be skipped. */
export function actOf({ seq, body }: StoredAct): Act {
  const act = readAct(body);
  if (act) return act;
  throw new DomainError('REGISTER_ALTERED', `act ${String(seq)} of the register cannot be read`);
}
