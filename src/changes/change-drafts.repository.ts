import { Injectable } from '@nestjs/common';
import { type Change, ChangeSchema } from '../domain/changes/change.js';
import { type ChangeId, type PersonId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { Prisma } from '../generated/prisma/client.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

export interface ChangeDraft {
  readonly change: Change;
  readonly personId: PersonId;
  readonly invitationId: string | null;
  readonly createdAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
}

/** Changes offered for signing. A proposal is checked by the person's signature; the row itself proves nothing. */
@Injectable()
export class ChangeDraftsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, draft: ChangeDraft): Promise<void> {
    const { change, personId, invitationId, createdAt, expiresAt } = draft;
    await tx.changeDraft.create({
      data: {
        id: change.id,
        personId,
        invitationId,
        change: JSON.parse(JSON.stringify(change)) as Prisma.InputJsonObject,
        createdAt: toDate(createdAt),
        expiresAt: toDate(expiresAt),
      },
    });
  }

  /** Removes the draft, because it can be proposed only once. */
  async take(tx: Tx, id: ChangeId): Promise<ChangeDraft | undefined> {
    const row = await tx.changeDraft.findUnique({ where: { id } });
    const { count } = await tx.changeDraft.deleteMany({ where: { id } });
    if (!row || count !== 1) return undefined;
    return {
      change: ChangeSchema.parse(row.change),
      personId: parseId('per', row.personId),
      invitationId: row.invitationId,
      createdAt: fromDate(row.createdAt),
      expiresAt: fromDate(row.expiresAt),
    };
  }

  /** When this person made the draft before so many others; undefined if that is before a moment, or never. */
  async lastButSince(
    tx: Tx,
    personId: PersonId,
    { later, since }: { readonly later: number; readonly since: UnixSeconds },
  ): Promise<UnixSeconds | undefined> {
    const where = { personId, createdAt: { gt: toDate(since) } };
    const row = await tx.changeDraft.findFirst({ where, orderBy: { createdAt: 'desc' }, skip: later });
    return row ? fromDate(row.createdAt) : undefined;
  }

  /** Deletes drafts that nobody proposed in time. */
  async prune(tx: Tx, now: UnixSeconds): Promise<void> {
    await tx.changeDraft.deleteMany({ where: { expiresAt: { lt: toDate(now) } } });
  }
}
