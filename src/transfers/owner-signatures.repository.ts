import { Injectable } from '@nestjs/common';
import type { OwnerSignature } from '../domain/signatures/owner-signature.js';
import { type Address, parseAddress } from '../domain/values/address.js';
import { type Bytes32, parseHex } from '../domain/values/hex.js';
import { type PersonId, type TransferId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

export interface StoredOwnerSignature extends OwnerSignature {
  readonly personId: PersonId;
  readonly at: UnixSeconds;
}

@Injectable()
export class OwnerSignaturesRepository {
  constructor(private readonly database: Database) {}

  async insert(
    tx: Tx,
    transferId: TransferId,
    signed: StoredOwnerSignature & { safeTxHash: Bytes32 },
  ): Promise<void> {
    const { owner, personId, safeTxHash, signature, at } = signed;
    await tx.ownerSignature.create({
      data: { transferId, owner, personId, safeTxHash, signature, createdAt: toDate(at) },
    });
  }

  async list(transferId: TransferId, tx: Tx = this.database.read): Promise<readonly StoredOwnerSignature[]> {
    const rows = await tx.ownerSignature.findMany({ where: { transferId }, orderBy: { owner: 'asc' } });
    return rows.map((row) => ({
      owner: parseAddress(row.owner),
      signature: parseHex(row.signature),
      personId: parseId('per', row.personId),
      at: fromDate(row.createdAt),
    }));
  }

  async find(transferId: TransferId, owner: Address, tx: Tx): Promise<StoredOwnerSignature | undefined> {
    return (await this.list(transferId, tx)).find((each) => each.owner === owner);
  }
}
