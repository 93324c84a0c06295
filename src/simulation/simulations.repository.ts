import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Json } from '../domain/values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';
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
const Reasons = z.object({ judgement: z.object({ reasons: z.array(z.string()).default([]) }) });

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
      stage: row.stage,
      verdict: row.verdict,
      blockNumber: row.blockNumber,
      blockHash: parseBytes32(row.blockHash),
      effectsDigest: row.effectsDigest,
      reasons: Reasons.parse(row.record).judgement.reasons,
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
