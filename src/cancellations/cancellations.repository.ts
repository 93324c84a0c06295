import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CancelAnswer } from '../domain/confirmations/cancellation.js';
import type { Verdict } from '../domain/confirmations/clearance.js';
import { readSignature, storeSignature, storedKeyId } from '../domain/signatures/signature.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import { type CancellationId, type PersonId, type TransferId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { CancellationModel } from '../generated/prisma/models/Cancellation.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';

/** One request to cancel a relayed transfer on the chain. */
export interface AskedCancel {
  readonly by: PersonId | 'system';
  readonly why: string;
  readonly at: UnixSeconds;
}

/** The one answer to a request. The digest is a copy for reading; the answer counts only by its signature. */
export interface StoredCancelAnswer extends CancelAnswer {
  readonly digest: Bytes32;
  readonly at: UnixSeconds;
}

export interface StoredCancellation extends AskedCancel {
  readonly id: CancellationId;
  readonly answer: StoredCancelAnswer | null;
}

const decision = z.enum(['confirm', 'reject']);

@Injectable()
export class CancellationsRepository {
  constructor(private readonly database: Database) {}

  /** The latest request of somebody: a person asks once, Sluice itself may have to ask again. */
  async find(
    transferId: TransferId,
    askedBy: AskedCancel['by'],
    tx: Tx = this.database.read,
  ): Promise<StoredCancellation | undefined> {
    const row = await tx.cancellation.findFirst({ where: { transferId, askedBy }, orderBy: { id: 'desc' } });
    return row ? parseRow(row) : undefined;
  }

  /** All requests about a transfer, oldest first. */
  async list(transferId: TransferId): Promise<readonly StoredCancellation[]> {
    const rows = await this.database.read.cancellation.findMany({
      where: { transferId },
      orderBy: { id: 'asc' },
    });
    return rows.map(parseRow);
  }

  async insert(tx: Tx, transferId: TransferId, { by, why, at }: AskedCancel): Promise<void> {
    await tx.cancellation.create({
      data: { id: newId('cxl'), transferId, askedBy: by, why, createdAt: toDate(at) },
    });
  }

  /** Writes the one answer of a request. */
  async answer(tx: Tx, id: CancellationId, answer: StoredCancelAnswer): Promise<void> {
    const { personId, keyId, verdict, digest, signature, at } = answer;
    const { count } = await tx.cancellation.updateMany({
      where: { id, answeredAt: null },
      data: {
        ...{ personId, keyId, digest, decision: verdict.decision, reason: verdict.reason },
        signature: storeSignature(signature),
        answeredAt: toDate(at),
      },
    });
    if (count !== 1) throw new Error(`${id} was answered before`);
  }
}

function parseRow(row: CancellationModel): StoredCancellation {
  return {
    id: parseId('cxl', row.id),
    by: row.askedBy === 'system' ? row.askedBy : parseId('per', row.askedBy),
    why: row.why,
    at: fromDate(row.createdAt),
    answer: row.answeredAt === null ? null : answerOf(row, row.answeredAt),
  };
}

function answerOf(row: CancellationModel, answeredAt: Date): StoredCancelAnswer {
  return {
    personId: parseId('per', row.personId ?? ''),
    keyId: storedKeyId.parse(row.keyId),
    verdict: verdictOf(decision.parse(row.decision), row.reason ?? ''),
    digest: parseBytes32(row.digest ?? ''),
    signature: readSignature(row.signature ?? ''),
    at: fromDate(answeredAt),
  };
}

function verdictOf(said: z.output<typeof decision>, reason: string): Verdict {
  if (said === 'reject') return { decision: said, reason };
  if (reason === '') return { decision: said, reason };
  throw new Error('the answer to a cancel is stored in no known form');
}
