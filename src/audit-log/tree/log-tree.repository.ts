import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Frontier, parseFrontier } from '../../domain/audit-log/frontier.js';
import type { LogCheckpointModel } from '../../generated/prisma/models/LogCheckpoint.js';
import { Database } from '../../infra/database/database.js';
import { hashesOf } from '../sequencer/log-sequence.repository.js';

export interface StoredCheckpoint {
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly frontier: Frontier;
  /** With the log's own signature only. */
  readonly note: string;
  readonly at: Date;
}

export interface StoredCosignature {
  readonly size: bigint;
  /** `name+id` of the witness's key. */
  readonly witness: string;
  /** One line of a signed note. */
  readonly line: string;
}

/** The largest checkpoint that a witness has cosigned. */
export interface LastCosigned {
  readonly size: bigint;
  readonly at: Date;
}

export interface StoredBody {
  readonly index: bigint;
  readonly body: string;
  readonly leafHash: string;
  readonly subject: string | null;
}

const Covered = z.array(z.object({ index: z.coerce.bigint(), at: z.date() }));

/** The stored tree: checkpoints, cosignatures, hashes, texts. Nothing is verified here. */
@Injectable()
export class LogTreeRepository {
  constructor(private readonly database: Database) {}

  async latest(): Promise<StoredCheckpoint | undefined> {
    const row = await this.database.read.logCheckpoint.findFirst({ orderBy: { size: 'desc' } });
    return row ? parseRow(row) : undefined;
  }

  async at(size: bigint): Promise<StoredCheckpoint | undefined> {
    const row = await this.database.read.logCheckpoint.findUnique({ where: { size } });
    return row ? parseRow(row) : undefined;
  }

  /** When each of these entries was first covered by a checkpoint; none of those that no checkpoint covers. */
  async coveredAt(indexes: readonly bigint[]): Promise<ReadonlyMap<bigint, Date>> {
    if (indexes.length === 0) return new Map();
    const rows = await this.database.read.$queryRaw`
      SELECT i.index, c.at FROM unnest(${[...indexes]}::bigint[]) AS i(index), LATERAL
        (SELECT at FROM log_checkpoint WHERE size > i.index ORDER BY size LIMIT 1) AS c`;
    return new Map(Covered.parse(rows).map(({ index, at }) => [index, at]));
  }

  async above(size: bigint, limit: number): Promise<readonly StoredCheckpoint[]> {
    const rows = await this.database.read.logCheckpoint.findMany({
      where: { size: { gt: size } },
      orderBy: { size: 'asc' },
      take: limit,
    });
    return rows.map(parseRow);
  }

  async cosignatures(size: bigint): Promise<readonly StoredCosignature[]> {
    return this.database.read.logCosignature.findMany({
      where: { size },
      select: { size: true, witness: true, line: true },
    });
  }

  /** Sizes of at least `size` that any witness has cosigned, the largest first. */
  async cosignedSizes(size: bigint, limit: number): Promise<readonly bigint[]> {
    const rows = await this.database.read.logCosignature.findMany({
      where: { size: { gte: size } },
      distinct: ['size'],
      orderBy: { size: 'desc' },
      take: limit,
      select: { size: true },
    });
    return rows.map((row) => row.size);
  }

  async lastCosigned(witness: string): Promise<bigint> {
    const { _max } = await this.database.read.logCosignature.aggregate({
      where: { witness },
      _max: { size: true },
    });
    return _max.size ?? 0n;
  }

  async lastCosignature(witness: string): Promise<LastCosigned | undefined> {
    const row = await this.database.read.logCosignature.findFirst({
      where: { witness },
      orderBy: { size: 'desc' },
      select: { size: true, at: true },
    });
    return row ?? undefined;
  }

  /** Idempotent. */
  async insertCosignature(cosignature: StoredCosignature): Promise<void> {
    await this.database.read.logCosignature.createMany({ data: [cosignature], skipDuplicates: true });
  }

  /** The hashes of full tiles, keyed `level/index`; missing tiles are left out. One read, by the primary key. */
  async fullTiles(
    tiles: readonly { readonly level: number; readonly index: bigint }[],
  ): Promise<ReadonlyMap<string, Uint8Array>> {
    if (tiles.length === 0) return new Map();
    const rows = await this.database.read.logTile.findMany({
      where: { OR: tiles.map(({ level, index }) => ({ level, index })) },
      select: { level: true, index: true, hashes: true },
    });
    return new Map(rows.map(({ level, index, hashes }) => [`${String(level)}/${String(index)}`, hashes]));
  }

  /** Leaf hashes (level 0) or the roots of the tiles one level below, concatenated. One read, by the primary key. */
  async hashes(level: number, start: bigint, end: bigint): Promise<Uint8Array> {
    const index = { gte: start, lt: end };
    if (level > 0) {
      const rows = await this.database.read.logTile.findMany({
        where: { level: level - 1, index },
        orderBy: { index: 'asc' },
        select: { root: true },
      });
      return Buffer.concat(rows.map(({ root }) => root));
    }
    const rows = await this.database.read.auditEntry.findMany({
      where: { index },
      orderBy: { index: 'asc' },
      select: { leafHash: true },
    });
    return Buffer.from(rows.map(({ leafHash }) => leafHash.slice(2)).join(''), 'hex');
  }

  async bodies(start: bigint, end: bigint): Promise<readonly StoredBody[]> {
    return this.database.read.auditEntry.findMany({
      where: { index: { gte: start, lt: end } },
      orderBy: { index: 'asc' },
      select: { index: true, body: true, leafHash: true, subject: true },
    });
  }

  /** The index of the last entry about each of these subjects; none of one without entries. */
  async lastAbout(subjects: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    const rows = await this.database.read.auditEntry.groupBy({
      by: ['subject'],
      where: { subject: { in: [...subjects] } },
      _max: { index: true },
    });
    return new Map(
      rows.flatMap(({ subject, _max }) =>
        subject === null || _max.index === null ? [] : [[subject, _max.index] as const],
      ),
    );
  }
}

function parseRow({ size, root, frontier, note, at }: LogCheckpointModel): StoredCheckpoint {
  return { size, root, frontier: parseFrontier(size, hashesOf(frontier)), note, at };
}
