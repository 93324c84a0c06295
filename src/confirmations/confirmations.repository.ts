import { Injectable } from '@nestjs/common';
import type { Clearance, Verdict } from '../domain/confirmations/clearance.js';
import type { Confirmation } from '../domain/confirmations/confirmation.js';
import { readSignature, storedKeyId, storeSignature } from '../domain/signatures/signature.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { z } from 'zod';
import type { ConfirmationModel } from '../generated/prisma/models/Confirmation.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

const StoredStatement = z.looseObject({ reason: z.string() });

@Injectable()
export class ConfirmationsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, confirmation: Confirmation, clearance: Clearance): Promise<void> {
    await tx.confirmation.create({
      data: {
        id: confirmation.id,
        transferId: clearance.transferId,
        revision: confirmation.revision,
        personId: confirmation.personId,
        keyId: confirmation.keyId,
        decision: confirmation.verdict.decision,
        clearance: {
          ...clearance,
          exceptions: [...clearance.exceptions],
          reason: confirmation.verdict.reason,
        },
        digest: confirmation.digest,
        signature: storeSignature(confirmation.signature),
        createdAt: toDate(confirmation.createdAt),
      },
    });
  }

  /** All answers to all revisions of a transfer; stale ones stay visible. */
  async list(transferId: TransferId, tx: Tx = this.database.read): Promise<readonly Confirmation[]> {
    const rows = await tx.confirmation.findMany({ where: { transferId }, orderBy: { id: 'asc' } });
    return rows.map(parseRow);
  }

  /** The same of several transfers. */
  async listEach(
    transferIds: readonly TransferId[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, readonly Confirmation[]>> {
    const where = { transferId: { in: [...transferIds] } };
    const rows = await tx.confirmation.findMany({ where, orderBy: { id: 'asc' } });
    const each = (id: TransferId) => rows.filter(({ transferId }) => transferId === id).map(parseRow);
    return new Map(transferIds.map((id) => [id, each(id)]));
  }
}

function parseRow(row: ConfirmationModel): Confirmation {
  return {
    id: row.id,
    revision: row.revision,
    personId: parseId('per', row.personId),
    keyId: storedKeyId.parse(row.keyId),
    verdict: parseVerdict(row.decision, StoredStatement.parse(row.clearance).reason),
    digest: parseBytes32(row.digest),
    signature: readSignature(row.signature),
    createdAt: fromDate(row.createdAt),
  };
}

function parseVerdict(decision: string, reason: string): Verdict {
  if (decision === 'confirm' && reason === '') return { decision, reason };
  if (decision === 'reject') return { decision, reason };
  throw new Error('a confirmation is stored in no known form');
}
