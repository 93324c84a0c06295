import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Act, printAct, readAct } from '../domain/changes/act.js';
import { DomainError } from '../domain/errors.js';
import { Database, type Tx } from '../infra/database/database.js';

/** An act as stored. The text is kept, so that a line which was read before can be compared with what it is now. */
export interface StoredAct {
  readonly seq: bigint;
  readonly body: string;
}

const Head = z.tuple([z.object({ size: z.bigint() })]);

@Injectable()
export class GovernanceActsRepository {
  constructor(private readonly database: Database) {}

  /** Acts from `from` on, in order. */
  async since(from: bigint, tx: Tx = this.database.read): Promise<readonly StoredAct[]> {
    return tx.governanceAct.findMany({ where: { seq: { gte: from } }, orderBy: { seq: 'asc' } });
  }

  async insert(tx: Tx, seq: bigint, act: Act): Promise<void> {
    await tx.governanceAct.create({ data: { seq, body: printAct(act) } });
  }

  /** Takes the next number. The head's row lock is held to the end of the transaction: numbers have no gaps. */
  async takeSeq(tx: Tx): Promise<bigint> {
    const rows = await tx.$queryRaw`UPDATE governance_head SET size = size + 1 WHERE id = 1 RETURNING size`;
    const [head] = Head.parse(rows);
    return head.size - 1n;
  }

  /** Lets only this transaction add acts from here on. */
  async lock(tx: Tx): Promise<void> {
    await tx.$queryRaw`SELECT size FROM governance_head WHERE id = 1 FOR UPDATE`;
  }

  /** Keeps acts out until the end of the transaction: what it decides by is what is in force when it commits. */
  async hold(tx: Tx): Promise<void> {
    await tx.$queryRaw`SELECT size FROM governance_head WHERE id = 1 FOR SHARE`;
  }
}

/** The act of a row. A row that is none is damage, and not to be left out. */
export function actOf({ seq, body }: StoredAct): Act {
  const act = readAct(body);
  if (act) return act;
  throw new DomainError('REGISTER_ALTERED', `act ${String(seq)} of the register cannot be read`);
}
