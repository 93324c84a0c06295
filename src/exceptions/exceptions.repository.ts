import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { GrantedException } from '../domain/exceptions/granted-exception.js';
import { exceptionDigest } from '../domain/exceptions/policy-exception.js';
import { addressFromHex, parseAddress } from '../domain/values/address.js';
import { parseUnits } from '../domain/values/amount.js';
import { parseBytes32, parseHex } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import type { PolicyExceptionModel } from '../generated/prisma/models/PolicyException.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

const Statement = z.strictObject({
  chainId: z.int().positive(),
  safe: z.string().transform(addressFromHex),
  transferId: z.string().transform((text) => parseId('tr', text)),
  intentHash: z.string().transform(parseBytes32),
  rule: z.string(),
  ceiling: z.string().transform(parseUnits),
  reason: z.string(),
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
        keyAddress: granted.keyAddress,
        statement: { ...exception, ceiling: exception.ceiling.toString() },
        digest: exceptionDigest(exception),
        signature: granted.signature,
        createdAt: toDate(granted.createdAt),
        expiresAt: toDate(exception.expiresAt),
      },
    });
  }

  async list(transferId: TransferId, tx: Tx = this.database.read): Promise<readonly GrantedException[]> {
    const rows = await tx.policyException.findMany({ where: { transferId }, orderBy: { id: 'asc' } });
    return rows.map(parseRow);
  }
}

function parseRow(row: PolicyExceptionModel): GrantedException {
  return {
    id: row.id,
    exception: Statement.parse(row.statement),
    personId: parseId('per', row.personId),
    keyAddress: parseAddress(row.keyAddress),
    signature: parseHex(row.signature),
    createdAt: fromDate(row.createdAt),
  };
}
