import { Injectable } from '@nestjs/common';
import type { OwnerSignature } from '../domain/signatures/owner-signature.js';
import { type Address, parseAddress } from '../domain/values/address.js';
import { type Bytes32, parseBytes32, parseHex } from '../domain/values/hex.js';
import { type PersonId, type TransferId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds } from '../domain/values/time.js';
import type { OwnerSignatureModel } from '../generated/prisma/models/OwnerSignature.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

export interface StoredOwnerSignature extends OwnerSignature {
  readonly personId: PersonId;
  readonly at: UnixSeconds;
}

/** What owners signed. */
export interface SignedHash {
  readonly transferId: TransferId;
  readonly safeTxHash: Bytes32;
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

  /** Those over one hash: the transfer's, or that of its cancel. */
  async list(
    { transferId, safeTxHash }: SignedHash,
    tx: Tx = this.database.read,
  ): Promise<readonly StoredOwnerSignature[]> {
    const rows = await tx.ownerSignature.findMany({
      where: { transferId, safeTxHash },
      orderBy: { owner: 'asc' },
    });
    return rows.map(parseRow);
  }

  /** Everything that is signed of some transfers, with the hash that it is over. */
  async ofEach(
    transferIds: readonly TransferId[],
    tx: Tx = this.database.read,
  ): Promise<readonly (StoredOwnerSignature & SignedHash)[]> {
    const rows = await tx.ownerSignature.findMany({ where: { transferId: { in: [...transferIds] } } });
    return rows.map((row) => ({ ...parseRow(row), safeTxHash: parseBytes32(row.safeTxHash) }));
  }

  async find(signed: SignedHash, owner: Address, tx?: Tx): Promise<StoredOwnerSignature | undefined> {
    return (await this.list(signed, tx)).find((each) => each.owner === owner);
  }
}

function parseRow(row: OwnerSignatureModel): StoredOwnerSignature & Pick<SignedHash, 'transferId'> {
  return {
    transferId: parseId('tr', row.transferId),
    owner: parseAddress(row.owner),
    signature: parseHex(row.signature),
    personId: parseId('per', row.personId),
    at: fromDate(row.createdAt),
  };
}
