import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { GrantedException } from '../domain/exceptions/granted-exception.js';
import { type PolicyException, exceptionDigest } from '../domain/exceptions/policy-exception.js';
import { readSignature, storedKeyId, storeSignature } from '../domain/signatures/signature.js';
import { addressFromHex } from '../domain/values/address.js';
import { parseUnits } from '../domain/values/amount.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import type { PolicyExceptionModel } from '../generated/prisma/models/PolicyException.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

/** A sum may be longer than the 78 digits of one amount. */
const units = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,95})$/)
  .transform(BigInt);

const Statement = z.strictObject({
  chainId: z.int().positive(),
  safe: z.string().transform(addressFromHex),
  transferId: z.string().transform((text) => parseId('tr', text)),
  intentHash: z.string().transform(parseBytes32),
  rule: z.string(),
  measured: units,
  bound: units,
  ceiling: z.string().transform(parseUnits),
  reason: z.string(),
  ticket: z.string(),
  words: z.string(),
  expiresAt: z.int().transform(unixSeconds),
});

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
    const rows = await tx.policyException.findMany({ where: { transferId }, orderBy: { id: 'asc' } });
    return rows.map(parseRow);
  }

  /** Names those of all transfers, newest first; `before` is the id at which the page before ended. */
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

/** As JSON: amounts become the decimal strings that the schema reads. */
export function storeException(exception: PolicyException) {
  const { measured, bound, ceiling, ...rest } = exception;
  return { ...rest, measured: String(measured), bound: String(bound), ceiling: String(ceiling) };
}

function parseRow(row: PolicyExceptionModel): GrantedException {
  return {
    id: row.id,
    exception: Statement.parse(row.statement),
    personId: parseId('per', row.personId),
    keyId: storedKeyId.parse(row.keyId),
    signature: readSignature(row.signature),
    createdAt: fromDate(row.createdAt),
  };
}
