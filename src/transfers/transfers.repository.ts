import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import type { KeyId } from '../domain/identity/person.js';
import { readSignature, storeSignature } from '../domain/signatures/signature.js';
import { clearedOf } from '../domain/transfers/clearance-of.js';
import { hashesOf } from '../domain/transfers/hashes-of.js';
import { StoredIntent, intentHash, storeIntent } from '../domain/transfers/intent.js';
import {
  BEFORE_RELAY,
  ENDED,
  EVIDENCE,
  EXPOSED,
  type Exposed,
  type Transfer,
  type TransferIn,
  type TransferState,
  hasEnded,
  holdsLane,
  isExposed,
} from '../domain/transfers/transfer.js';
import type { VeilableTransfer } from '../domain/transfers/veilable-transfer.js';
import { parseUnits } from '../domain/values/amount.js';
import { storedBytes32 } from '../domain/values/stored.js';
import { parseBytes32, type Bytes32 } from '../domain/values/hex.js';
import { type SafeId, type TransferId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Prisma } from '../generated/prisma/client.js';
import type { TransferModel } from '../generated/prisma/models/Transfer.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import { keepRevision } from './revisions.repository.js';

export interface TransferFilter {
  readonly safeId?: SafeId | undefined;
  readonly state?: TransferState | undefined;
  readonly limit: number;
}

const MaybeCleared = z.object({
  evidence: z.looseObject({ cleared: z.looseObject({ policyHash: storedBytes32 }).optional() }),
});

/** What the database, and whoever inserts a row, made of its intent. */
const IntentColumns = z.object({
  requesterId: z.string().transform((text) => parseId('per', text)),
  assetId: z.string().transform((text) => parseId('ast', text)),
  amount: z.instanceof(Prisma.Decimal).transform((value) => parseUnits(value.toFixed())),
});

@Injectable()
export class TransfersRepository {
  constructor(private readonly database: Database) {}

  async find(id: TransferId, tx: Tx = this.database.read): Promise<Transfer | undefined> {
    const row = await tx.transfer.findUnique({ where: { id } });
    return row ? parseTransfer(row) : undefined;
  }

  /** As `find`, and locks the transfer's row to the end of the transaction, which serialises acts on one transfer. */
  async lock(id: TransferId, tx: Tx): Promise<Transfer | undefined> {
    await tx.transfer.updateMany({ where: { id }, data: { updatedAt: toDate(await this.database.now(tx)) } });
    return this.find(id, tx);
  }

  async findByIntent(hash: Bytes32, tx: Tx = this.database.read): Promise<Transfer | undefined> {
    const row = await tx.transfer.findUnique({ where: { intentHash: hash } });
    return row ? parseTransfer(row) : undefined;
  }

  /** Those of these ids that exist, by id. */
  async findEach(
    ids: readonly TransferId[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, Transfer>> {
    const rows = await tx.transfer.findMany({ where: { id: { in: [...ids] } } });
    return new Map(rows.map(parseTransfer).map((each) => [each.id, each]));
  }

  async list(filter: TransferFilter): Promise<readonly Transfer[]> {
    const rows = await this.database.read.transfer.findMany({
      where: {
        ...(filter.safeId && { safeId: filter.safeId }),
        ...(filter.state && { state: filter.state }),
      },
      orderBy: { id: 'desc' },
      take: filter.limit,
    });
    return rows.map(parseTransfer);
  }

  /** All transfers that have not ended, oldest first. */
  async live(): Promise<readonly Transfer[]> {
    const rows = await this.database.read.transfer.findMany({
      where: { state: { notIn: [...ENDED] } },
      orderBy: { id: 'asc' },
    });
    return rows.map(parseTransfer);
  }

  /** What a veil asks of all transfers that are not relayed yet, without the cost of verifying whole rows. */
  async beforeRelay(tx: Tx = this.database.read): Promise<readonly VeilableTransfer[]> {
    const rows = await tx.transfer.findMany({
      where: { state: { in: [...BEFORE_RELAY] } },
      orderBy: { id: 'asc' },
      select: {
        ...{ id: true, revision: true, createdAt: true, evidence: true },
        ...{ requesterId: true, assetId: true, amount: true },
      },
    });
    return rows.map((row) => {
      const { evidence } = MaybeCleared.parse(row);
      const { requesterId, assetId, amount } = IntentColumns.parse(row);
      return {
        ...{ id: parseId('tr', row.id), revision: row.revision, createdAt: fromDate(row.createdAt) },
        intent: { requesterId, assetId, amount },
        isBeforeRelay: true,
        policyHash: evidence.cleared?.policyHash,
      };
    });
  }

  /** Transfers that only the chain can end, of some Safes or, without them, of all; oldest first. */
  async exposed(
    safeIds?: readonly SafeId[],
    tx: Tx = this.database.read,
  ): Promise<readonly TransferIn<Exposed>[]> {
    const rows = await tx.transfer.findMany({
      where: { state: { in: [...EXPOSED] }, ...(safeIds && { safeId: { in: [...safeIds] } }) },
      orderBy: { id: 'asc' },
    });
    return rows.map(parseTransfer).filter(isExposed);
  }

  /** The transfer that waits longest for its Safe's lane; ids are UUIDv7, so the lowest is the oldest. */
  async firstQueued(safeId: SafeId, tx: Tx): Promise<Transfer | undefined> {
    const row = await tx.transfer.findFirst({ where: { safeId, state: 'queued' }, orderBy: { id: 'asc' } });
    return row ? parseTransfer(row) : undefined;
  }

  async laneHolder(safeId: SafeId, tx: Tx = this.database.read): Promise<Transfer | undefined> {
    const row = await tx.transfer.findUnique({ where: { laneOf: safeId } });
    return row ? parseTransfer(row) : undefined;
  }

  /** Since when each of these transfers is in its state. */
  async sinceEach(
    ids: readonly TransferId[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, UnixSeconds>> {
    const rows = await tx.transfer.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, stateSince: true },
    });
    return new Map(rows.map(({ id, stateSince }) => [parseId('tr', id), fromDate(stateSince)]));
  }

  /** The lane of each of these Safes: who holds it, then who waits for it, in the order in which they enter. */
  async lanes(safeIds: readonly SafeId[]): Promise<ReadonlyMap<SafeId, readonly TransferId[]>> {
    if (safeIds.length === 0) return new Map();
    const each = { in: [...safeIds] };
    const rows = await this.database.read.transfer.findMany({
      where: { OR: [{ laneOf: each }, { safeId: each, state: 'queued' }] },
      orderBy: { id: 'asc' },
      select: { id: true, safeId: true, laneOf: true },
    });
    return new Map(
      safeIds.map((safeId) => {
        const own = rows.filter((row) => row.safeId === safeId);
        const [holding, waiting] = [true, false].map((holds) =>
          own.filter(({ laneOf }) => (laneOf !== null) === holds).map(({ id }) => parseId('tr', id)),
        );
        return [safeId, [...(holding ?? []), ...(waiting ?? [])]];
      }),
    );
  }

  /** Who is in a Safe's lane, and how many wait for it. */
  async lane(safeId: SafeId): Promise<{ readonly holder: Transfer | undefined; readonly queued: number }> {
    const [holder, queued] = await Promise.all([
      this.laneHolder(safeId),
      this.database.read.transfer.count({ where: { safeId, state: 'queued' } }),
    ]);
    return { holder, queued };
  }

  async insert(tx: Tx, transfer: Transfer, signer: KeyId): Promise<void> {
    const create = tx.transfer.create({
      data: {
        id: transfer.id,
        safeId: transfer.intent.safeId,
        requesterId: transfer.intent.requesterId,
        intent: storeIntent(transfer.intent),
        intentHash: transfer.intentHash,
        intentSignature: storeSignature(transfer.intentSignature),
        signerKeyId: signer,
        createdAt: toDate(transfer.createdAt),
        expiresAt: toDate(transfer.intent.expiresAt),
        stateSince: toDate(transfer.createdAt),
        ...changing(transfer, transfer.createdAt),
      },
    });
    try {
      await create;
      await keepHashes(tx, transfer);
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
      throw DomainError.at('/salt', 'INTENT_REPLAYED', 'this intent is being used by another request');
    }
  }

  /** Writes a new state only over the one it was derived from; a transfer that has moved on is a conflict. */
  async save(tx: Tx, change: { from: Transfer; to: Transfer; at: UnixSeconds }): Promise<void> {
    const { from, to, at } = change;
    const { count } = await tx.transfer.updateMany({
      where: {
        id: from.id,
        state: from.state,
        revision: from.revision,
        evidence: { equals: storeEvidence(from) },
      },
      data: { ...changing(to, at), ...(to.state !== from.state && { stateSince: toDate(at) }) },
    });
    if (count !== 1) throw new DomainError('STATE_CONFLICT', `the transfer is no longer ${from.state}`);
    await keepRevision(tx, change);
    await keepHashes(tx, to, from);
  }
}

/** Stores the hashes that the transfer did not have before. */
async function keepHashes(tx: Tx, transfer: Transfer, before?: Transfer): Promise<void> {
  const known = new Set(before && hashesOf(before));
  const hashes = hashesOf(transfer).filter((hash) => !known.has(hash));
  if (hashes.length === 0) return;
  const data = hashes.map((hash) => ({ hash, transferId: transfer.id }));
  await tx.transferHash.createMany({ data, skipDuplicates: true });
}

function changing(transfer: Transfer, at: UnixSeconds) {
  return {
    state: transfer.state,
    revision: transfer.revision,
    laneOf: holdsLane(transfer.state) ? transfer.intent.safeId : null,
    evidence: storeEvidence(transfer) as Prisma.InputJsonValue,
    endedAt: hasEnded(transfer.state) ? toDate(at) : null,
    safeTxHash: clearedOf(transfer)?.safeTxHash ?? null,
    updatedAt: toDate(at),
  };
}

/** Evidence as JSON: bigints become the decimal strings that the evidence schemas read. */
export function storeEvidence<T extends Pick<Transfer, 'evidence'>>(
  transfer: T,
): StoredEvidence<T['evidence']> {
  const text = JSON.stringify(transfer.evidence, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return JSON.parse(text) as StoredEvidence<T['evidence']>;
}

type StoredEvidence<E> = E extends bigint
  ? string
  : E extends string | number
    ? E
    : { readonly [Name in keyof E]: StoredEvidence<E[Name]> };

export function parseTransfer(row: TransferModel): Transfer {
  const intent = StoredIntent.parse(row.intent);
  const hash = intentHash(intent);
  if (hash !== row.intentHash)
    throw new Error(`the stored intent of ${row.id} does not match its hash: the row was altered`);
  if (!isState(row.state)) throw new Error(`transfer ${row.id} is stored in an unknown state`);
  const evidence: unknown = EVIDENCE[row.state].parse(row.evidence);
  return {
    id: parseId('tr', row.id),
    intent,
    intentHash: parseBytes32(row.intentHash),
    intentSignature: readSignature(row.intentSignature),
    revision: row.revision,
    createdAt: fromDate(row.createdAt),
    state: row.state,
    // The schema was looked up by this state, which the compiler cannot follow.
    evidence,
  } as Transfer;
}

function isState(text: string): text is TransferState {
  return Object.hasOwn(EVIDENCE, text);
}
