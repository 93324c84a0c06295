import { Injectable } from '@nestjs/common';
import type { PersonId, TransferId } from '../domain/values/identifier.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

/** One clearance of a transfer that people were asked about. */
export interface Revision {
  readonly revision: number;
  readonly clearedAt: UnixSeconds;
  /** Why it no longer stands; null while it does, or if the transfer ended with it. */
  readonly stale: { readonly because: string; readonly at: UnixSeconds } | null;
}

@Injectable()
export class RevisionsRepository {
  constructor(private readonly database: Database) {}

  async list(transferId: TransferId, tx: Tx = this.database.read): Promise<readonly Revision[]> {
    const rows = await tx.revision.findMany({ where: { transferId }, orderBy: { revision: 'asc' } });
    return rows.map(({ revision, clearedAt, staleAt, because }) => ({
      revision,
      clearedAt: fromDate(clearedAt),
      stale: staleAt && { because: because ?? '', at: fromDate(staleAt) },
    }));
  }

  /** The times at which people were asked on behalf of one requester, since a moment. */
  async prompts(requesterId: PersonId, since: UnixSeconds, tx: Tx): Promise<readonly UnixSeconds[]> {
    const where = { requesterId, clearedAt: { gte: toDate(since) } };
    const rows = await tx.revision.findMany({ where, select: { clearedAt: true } });
    return rows.map(({ clearedAt }) => fromDate(clearedAt));
  }
}

/** Records, together with the state, that people are asked about a new revision, or that the old one is stale. */
export async function keepRevision(
  tx: Tx,
  { from, to, at }: { readonly from: Transfer; readonly to: Transfer; readonly at: UnixSeconds },
): Promise<void> {
  const { id: transferId, revision, intent } = to;
  if (revision > from.revision) {
    const { requesterId } = intent;
    await tx.revision.create({ data: { transferId, revision, requesterId, clearedAt: toDate(at) } });
  } else if (to.state === 'simulating' && from.state !== 'queued') {
    const data = { staleAt: toDate(to.evidence.since), because: to.evidence.because };
    await tx.revision.updateMany({ where: { transferId, revision }, data });
  }
}
