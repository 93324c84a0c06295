import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Refusal } from '../domain/errors.js';
import type { Json } from '../domain/values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import type { SimulationOutcome } from './simulation.service.js';

/** One simulation of a transfer, with the record to run it again from. */
export interface NewSimulation {
  readonly transferId: TransferId;
  readonly revision: number;
  /** `cancel` is of the burn that cancels the transfer. */
  readonly stage: 'clearance' | 'relay' | 'cancel';
  readonly safeTxHash: Bytes32;
  readonly block: { readonly number: bigint; readonly hash: Bytes32 };
  readonly outcome: SimulationOutcome;
  readonly at: UnixSeconds;
}

export interface StoredSimulation {
  readonly id: string;
  readonly revision: number;
  readonly stage: NewSimulation['stage'];
  readonly record: Json;
}

const Stage = z.enum(['clearance', 'relay', 'cancel']);
const Verdict = z.enum(['agreed', 'refused', 'unavailable']);
const Reasons = z.object({ judgement: z.object({ reasons: z.array(z.string()).default([]) }) });

/** One altered row must not take the others from people. */
function reasonsOf(record: unknown): string[] {
  const { data } = Reasons.safeParse(record);
  return data?.judgement.reasons ?? ['what is stored of this simulation cannot be read'];
}

export interface LatestSimulation {
  readonly record: Json;
  readonly blockNumber: bigint;
  readonly at: UnixSeconds;
}

export interface Unavailable extends Refusal {
  readonly at: UnixSeconds;
}

const Latest = z.array(
  z.object({
    transferId: z.string(),
    at: z.date(),
    judgement: z.discriminatedUnion('verdict', [
      z.object({ verdict: z.enum(['agreed', 'refused']) }),
      z.object({
        verdict: z.literal('unavailable'),
        code: z.literal('SIMULATION_UNAVAILABLE'),
        reasons: z.array(z.string()),
      }),
    ]),
  }),
);

@Injectable()
export class SimulationsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, simulation: NewSimulation): Promise<string> {
    const { outcome, block } = simulation;
    const id = newId('sim');
    await tx.simulation.create({
      data: {
        id,
        transferId: simulation.transferId,
        revision: simulation.revision,
        stage: simulation.stage,
        safeTxHash: simulation.safeTxHash,
        blockNumber: block.number,
        blockHash: block.hash,
        verdict: outcome.judgement.verdict,
        effectsDigest: outcome.judgement.verdict === 'agreed' ? outcome.judgement.effectsDigest : null,
        record: outcome.record,
        createdAt: toDate(simulation.at),
      },
    });
    return id;
  }

  async list(transferId: TransferId) {
    const rows = await this.database.read.simulation.findMany({
      where: { transferId },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => ({
      id: row.id,
      revision: row.revision,
      stage: Stage.parse(row.stage),
      verdict: Verdict.parse(row.verdict),
      blockNumber: row.blockNumber,
      blockHash: parseBytes32(row.blockHash),
      effectsDigest: row.effectsDigest,
      reasons: reasonsOf(row.record),
    }));
  }

  /** Every simulation of a transfer with its whole record, as it was stored, oldest first. */
  async records(transferId: TransferId): Promise<readonly StoredSimulation[]> {
    const rows = await this.database.read.simulation.findMany({
      where: { transferId },
      orderBy: { id: 'asc' },
      select: { id: true, revision: true, stage: true, record: true },
    });
    return rows.map(({ id, revision, stage, record }) => ({
      ...{ id, revision, record: record as Json },
      stage: Stage.parse(stage),
    }));
  }

  /** The latest simulation of what a transfer would do, with its whole record; its cancel's are others. */
  async latest(transferId: TransferId): Promise<LatestSimulation | undefined> {
    const row = await this.database.read.simulation.findFirst({
      where: { transferId, stage: { not: 'cancel' } },
      orderBy: { id: 'desc' },
      select: { record: true, blockNumber: true, createdAt: true },
    });
    if (!row) return undefined;
    const { record, blockNumber, createdAt } = row;
    return { record: record as Json, blockNumber, at: fromDate(createdAt) };
  }

  /** What the latest examinations of these transfers could not find out, and when; none of those that did. */
  async unavailable(transferIds: readonly TransferId[]): Promise<ReadonlyMap<TransferId, Unavailable>> {
    if (transferIds.length === 0) return new Map();
    const rows = await this.database.read.$queryRaw`
      SELECT DISTINCT ON (transfer_id) transfer_id AS "transferId", created_at AS at, record->'judgement' AS judgement
      FROM simulation WHERE transfer_id = ANY(${[...transferIds]}) AND stage = 'clearance'
      ORDER BY transfer_id, id DESC`;
    return new Map(
      Latest.parse(rows).flatMap(({ transferId, at, judgement }) => {
        if (judgement.verdict !== 'unavailable') return [];
        const { code, reasons } = judgement;
        return [[parseId('tr', transferId), { code, reason: reasons.join('; '), at: fromDate(at) }] as const];
      }),
    );
  }

  /** The block that a revision's clearance was simulated at. */
  async clearedAt(transferId: TransferId, revision: number, tx: Tx): Promise<bigint | undefined> {
    const row = await tx.simulation.findFirst({
      where: { transferId, revision, stage: 'clearance' },
      orderBy: { id: 'desc' },
      select: { blockNumber: true },
    });
    return row?.blockNumber;
  }

  /** The whole record of one simulation, as it was stored. */
  async record(transferId: TransferId, id: string): Promise<Json | undefined> {
    const row = await this.database.read.simulation.findFirst({ where: { transferId, id } });
    return row ? (row.record as Json) : undefined;
  }
}
