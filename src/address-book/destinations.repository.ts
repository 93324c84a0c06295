import { Injectable } from '@nestjs/common';
import type { Destination } from '../domain/address-book/destination.js';
import { parseAddress } from '../domain/values/address.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type DestinationId, parseId } from '../domain/values/identifier.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import type { DestinationModel } from '../generated/prisma/models/Destination.js';

@Injectable()
export class DestinationsRepository {
  constructor(private readonly database: Database) {}

  async find(id: DestinationId, tx: Tx = this.database.read): Promise<Destination | undefined> {
    const row = await tx.destination.findUnique({ where: { id } });
    return row ? parseRow(row) : undefined;
  }

  async list(chainId: number): Promise<readonly Destination[]> {
    const rows = await this.database.read.destination.findMany({
      where: { chainId },
      orderBy: { label: 'asc' },
    });
    return rows.map(parseRow);
  }

  async insert(tx: Tx, destination: Destination, owner: string): Promise<void> {
    await tx.destination.create({
      data: {
        id: destination.id,
        chainId: destination.chainId,
        address: destination.address,
        label: destination.label,
        owner,
        assetIds: [...destination.assetIds],
        codeHash: destination.codeHash,
        approvedAt: toDate(destination.approvedAt),
        expiresAt: toDate(destination.expiresAt),
      },
    });
  }
}

function parseRow(row: DestinationModel): Destination {
  return {
    id: parseId('dst', row.id),
    chainId: row.chainId,
    address: parseAddress(row.address),
    label: row.label,
    assetIds: row.assetIds.map((id) => parseId('ast', id)),
    approvedAt: fromDate(row.approvedAt),
    expiresAt: fromDate(row.expiresAt),
    removedAt: row.removedAt ? fromDate(row.removedAt) : null,
    codeHash: row.codeHash === null ? null : parseBytes32(row.codeHash),
  };
}
