import { Injectable } from '@nestjs/common';
import type { Rekeying } from '../domain/confirmations/rekeying.js';
import { type PersonId, type TransferId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { RekeyingModel } from '../generated/prisma/models/Rekeying.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';

@Injectable()
export class RekeyingsRepository {
  constructor(private readonly database: Database) {}

  /** One person's entries for all revisions of a transfer. */
  async list(
    transferId: TransferId,
    personId: PersonId,
    tx: Tx = this.database.read,
  ): Promise<readonly Rekeying[]> {
    const rows = await tx.rekeying.findMany({ where: { transferId, personId } });
    return rows.map(parseRow);
  }

  /** Everybody's entries for all revisions of some transfers. */
  async listEach(transferIds: readonly TransferId[]): Promise<ReadonlyMap<TransferId, readonly Rekeying[]>> {
    if (transferIds.length === 0) return new Map();
    const where = { transferId: { in: [...transferIds] } };
    const rows = await this.database.read.rekeying.findMany({ where });
    const each = (id: TransferId) => rows.filter(({ transferId }) => transferId === id).map(parseRow);
    return new Map(transferIds.map((id) => [id, each(id)]));
  }

  /** One person's entries for all revisions of each of these transfers. */
  async listOwn(
    transferIds: readonly TransferId[],
    personId: PersonId,
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, readonly Rekeying[]>> {
    const rows = await tx.rekeying.findMany({ where: { transferId: { in: [...transferIds] }, personId } });
    return new Map(
      transferIds.map((id) => [
        id,
        rows
          .filter(({ transferId }) => transferId === id)
          .map(({ revision, matched }) => ({ revision, matched, personId })),
      ]),
    );
  }

  async insert(tx: Tx, transferId: TransferId, rekeying: Rekeying & { at: UnixSeconds }): Promise<void> {
    const { at, ...entry } = rekeying;
    await tx.rekeying.create({ data: { id: newId('rky'), transferId, ...entry, createdAt: toDate(at) } });
  }
}

function parseRow({ revision, matched, personId }: RekeyingModel): Rekeying {
  return { revision, matched, personId: parseId('per', personId) };
}
