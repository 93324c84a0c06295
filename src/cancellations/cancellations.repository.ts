import { Injectable } from '@nestjs/common';
import type { PersonId, TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';

/** One request to cancel a relayed transfer on the chain. */
export interface AskedCancel {
  readonly by: PersonId | 'system';
  readonly why: string;
  readonly at: UnixSeconds;
}

@Injectable()
export class CancellationsRepository {
  constructor(private readonly database: Database) {}

  async isAsked(
    transferId: TransferId,
    askedBy: AskedCancel['by'],
    tx: Tx = this.database.read,
  ): Promise<boolean> {
    return (await tx.cancellation.findFirst({ where: { transferId, askedBy } })) !== null;
  }

  async insert(tx: Tx, transferId: TransferId, { by, why, at }: AskedCancel): Promise<void> {
    await tx.cancellation.create({
      data: { id: newId('cxl'), transferId, askedBy: by, why, createdAt: toDate(at) },
    });
  }
}
