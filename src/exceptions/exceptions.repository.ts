import { Injectable } from '@nestjs/common';
import type { GrantedException } from '../domain/exceptions/granted-exception.js';
import { exceptionDigest } from '../domain/exceptions/policy-exception.js';
import { StoredException, storeException } from '../domain/exceptions/stored-exception.js';
import { readSignature, storedKeyId, storeSignature } from '../domain/signatures/signature.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import type { PolicyExceptionModel } from '../generated/prisma/models/PolicyException.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

@Injectable()
export class ExceptionsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, granted: GrantedException): Promise<void> {
    const { exception } = granted;
    await tx.policyException.create({
      data: {
        id: granted.id,
        transferId: exception.transferId,
        rule: exception.rule,
        personId: granted.personId,
        keyId: granted.keyId,
        statement: storeException(exception),
        digest: exceptionDigest(exception),
        signature: storeSignature(granted.signature),
        createdAt: toDate(granted.createdAt),
        expiresAt: toDate(exception.expiresAt),
      },
    });
  }

  async list(transferId: TransferId, tx: Tx = this.database.read): Promise<readonly GrantedException[]> {
    return (await this.listEach([transferId], tx)).get(transferId) ?? [];
  }

  /** Those of several transfers, each with its own, oldest first. */
  async listEach(
    transferIds: readonly TransferId[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, readonly GrantedException[]>> {
    const where = { transferId: { in: [...transferIds] } };
    const rows = await tx.policyException.findMany({ where, orderBy: { id: 'asc' } });
    const each = (id: TransferId) => rows.filter(({ transferId }) => transferId === id).map(parseRow);
    return new Map(transferIds.map((id) => [id, each(id)]));
  }

  /** Ids of the exceptions of all transfers, newest first; `before` is the last id of the previous page. */
  async page({
    limit,
    before,
  }: {
    limit: number;
    before?: string | undefined;
  }): Promise<readonly { readonly id: string; readonly transferId: TransferId }[]> {
    const rows = await this.database.read.policyException.findMany({
      where: before === undefined ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: limit,
      select: { id: true, transferId: true },
    });
    return rows.map(({ id, transferId }) => ({ id, transferId: parseId('tr', transferId) }));
  }
}

function parseRow(row: PolicyExceptionModel): GrantedException {
  return {
    id: row.id,
    exception: StoredException.parse(row.statement),
    personId: parseId('per', row.personId),
    keyId: storedKeyId.parse(row.keyId),
    signature: readSignature(row.signature),
    createdAt: fromDate(row.createdAt),
  };
}
