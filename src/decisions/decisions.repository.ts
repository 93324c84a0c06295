import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Decision, DecisionSchema } from '../domain/policies/decision.js';
import { type Facts, printFacts } from '../domain/policies/facts.js';
import { MEASURE_PATTERN } from '../domain/policies/measure.js';
import { type Worth, printDollars } from '../domain/policies/worth.js';
import type { Json } from '../domain/values/canonical-json.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Prisma } from '../generated/prisma/client.js';
import type { DecisionModel } from '../generated/prisma/models/Decision.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';

/** A decision and what it was made of. */
export interface Decided {
  readonly decision: Decision;
  readonly facts: Facts;
}

export interface StoredDecision {
  readonly id: string;
  readonly stage: Facts['stage'];
  readonly decision: Decision;
  readonly at: UnixSeconds;
}

/** A decision as stored and unparsed; the reader verifies it. */
export interface DecisionRecord {
  readonly id: string;
  readonly facts: Json;
  readonly decision: Json;
}

/** As it is stored, and shown. */
const StoredWorth = z.strictObject({
  /** US dollars with two decimals, rounded up. */
  value: z.string().regex(/^(0|[1-9][0-9]*)\.[0-9]{2}$/),
  source: z.string(),
  at: z.int().transform(unixSeconds),
});
export type StoredWorth = z.output<typeof StoredWorth>;

@Injectable()
export class DecisionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Stores a decision with all its facts, so that it can be reproduced (invariant 17); and what the amount was worth, so
   * that lists need not read the facts.
   */
  async insert(
    tx: Tx,
    transferId: TransferId,
    { decision, facts, worth }: Decided & { readonly worth: Worth | null },
  ): Promise<string> {
    const id = newId('dec');
    await tx.decision.create({
      data: {
        id,
        transferId,
        stage: facts.stage,
        policyHash: decision.policyHash,
        facts: printFacts(facts) as Prisma.InputJsonValue,
        outcome: decision,
        worth: worth ? { ...worth, value: printDollars(worth.value) } : Prisma.DbNull,
        createdAt: toDate(facts.now),
      },
    });
    return id;
  }

  /** Every decision of a transfer with its facts, as they were stored, oldest first. */
  async records(transferId: TransferId): Promise<readonly DecisionRecord[]> {
    const rows = await this.database.read.decision.findMany({
      where: { transferId },
      orderBy: { id: 'asc' },
      select: { id: true, facts: true, outcome: true },
    });
    return rows.map(({ id, facts, outcome }) => ({ id, facts: facts as Json, decision: outcome as Json }));
  }

  /** What the amount of each transfer was worth at its latest decision; left out where no price was known. */
  async worths(
    transferIds: readonly TransferId[],
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, StoredWorth>> {
    const rows = await tx.decision.findMany({
      where: { transferId: { in: [...transferIds] } },
      orderBy: { id: 'asc' },
      select: { transferId: true, worth: true },
    });
    const latest = new Map(rows.map(({ transferId, worth }) => [parseId('tr', transferId), worth]));
    const known = [...latest].filter(([, worth]) => worth !== null);
    return new Map(known.map(([id, worth]) => [id, StoredWorth.parse(worth)]));
  }

  async latest(transferId: TransferId, tx: Tx = this.database.read): Promise<StoredDecision | undefined> {
    const row = await tx.decision.findFirst({
      where: { transferId },
      orderBy: { id: 'desc' },
    });
    return row ? parseRow(row) : undefined;
  }

  /** What the Safe and the destination held of the asset, by the last examination until then. */
  async balances(
    transferId: TransferId,
    until: UnixSeconds,
  ): Promise<{ readonly safe: bigint; readonly destination: bigint } | undefined> {
    const rows = await this.database.read.$queryRaw`
      SELECT facts->'balances' AS balances FROM decision
      WHERE transfer_id = ${transferId} AND stage = 'relay' AND created_at <= ${toDate(until)}
      ORDER BY id DESC LIMIT 1`;
    return Balances.parse(rows)[0]?.balances ?? undefined;
  }

  /** The latest decision of each of these transfers. */
  async latestEach(transferIds: readonly TransferId[]): Promise<ReadonlyMap<TransferId, StoredDecision>> {
    if (transferIds.length === 0) return new Map();
    const rows = await this.database.read.decision.findMany({
      where: { transferId: { in: [...transferIds] } },
      distinct: ['transferId'],
      orderBy: [{ transferId: 'asc' }, { id: 'desc' }],
    });
    return new Map(rows.map((row) => [parseId('tr', row.transferId), parseRow(row)]));
  }
}

const Stage = z.enum(['request', 'exception', 'relay']);
const units = z.string().regex(MEASURE_PATTERN).transform(BigInt);
const Balances = z.array(z.object({ balances: z.object({ safe: units, destination: units }).nullable() }));

function parseRow({ id, stage, outcome, createdAt }: DecisionModel): StoredDecision {
  return { id, stage: Stage.parse(stage), decision: DecisionSchema.parse(outcome), at: fromDate(createdAt) };
}
