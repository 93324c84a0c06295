import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { StagedAct } from '../../domain/audit-log/entry.js';
import { type Frontier, parseFrontier } from '../../domain/audit-log/frontier.js';
import type { FullTile } from '../../domain/audit-log/full-tiles.js';
import type { Outcome } from '../../domain/audit-log/acts/act.js';
import { HASH_BYTES } from '../../domain/audit-log/merkle.js';
import { PgPool } from '../../infra/database/pool.js';

/** Any constant will do, as long as nothing else in this database locks on it. */
const SEQUENCER_LOCK = 5_104_020_823_702n;

/** A committed act without a place in the log. */
export interface StagedRow extends StagedAct {
  readonly id: bigint;
  readonly ref: string;
  /** By the database's clock. */
  readonly at: Date;
  readonly seal: Uint8Array;
}

export interface SequencedEntry {
  readonly index: bigint;
  readonly staged: { readonly id: bigint; readonly at: Date };
  readonly act: Pick<StagedAct, 'type' | 'actor' | 'safeId' | 'subject'>;
  readonly body: string;
  readonly leaf: Uint8Array;
  readonly outcome: Outcome | null;
}

export interface LogHead {
  readonly frontier: Frontier;
  readonly root: Uint8Array;
  /** The signed note. */
  readonly note: string;
}

/**
 * How far staged rows are sequenced: every committed row with an id up to `last` and a transaction older than `settled`
 * has its entry. Ids and transaction numbers are assigned before the commit, so neither alone would be safe: a row can
 * commit late, behind it.
 */
export interface Horizon {
  readonly last: bigint;
  readonly settled: bigint;
}

/** The horizon before any row. */
export const NO_HORIZON: Horizon = { last: 0n, settled: 0n };

const bytes = z.instanceof(Uint8Array).transform((given) => new Uint8Array(given));
const WaitingRow = z.tuple([
  z.object({ waits: z.boolean(), settled: z.coerce.bigint(), last: z.coerce.bigint() }),
]);
const UnsequencedRow = z.tuple([z.object({ count: z.int(), since: z.date().nullable(), now: z.date() })]);
export type Unsequenced = z.output<typeof UnsequencedRow>[0];
const COUNTED_MAX = 10_000;
const HeadRow = z
  .object({ size: z.coerce.bigint(), root: bytes, frontier: bytes, note: z.string() })
  .transform(({ size, root, frontier, note }) => ({
    ...{ root, note },
    frontier: parseFrontier(size, hashesOf(frontier)),
  }));
const StagedRows = z.array(
  z.object({
    id: z.coerce.bigint(),
    ref: z.string(),
    type: z.string(),
    actor: z.string(),
    safeId: z.string().nullable(),
    subject: z.string().nullable(),
    at: z.date(),
    detail: z.string(),
    seal: bytes,
  }),
);
const Hashes = z.array(z.object({ hash: bytes }));
const Locked = z.tuple([z.object({ mine: z.boolean() })]);

// Two queries, each by its own index: rows beyond the horizon, and rows within it that committed late.
const HAS_NO_ENTRY = 'NOT EXISTS (SELECT FROM audit_entry e WHERE e.staged_id = s.id)';
const BEHIND = `FROM audit_staged s WHERE s.id > $1 AND ${HAS_NO_ENTRY}`;
const LATE = `FROM audit_staged s WHERE s.id <= $1 AND s.xact >= $2 AND ${HAS_NO_ENTRY}`;
const COLUMNS = 's.id, s.ref, s.type, s.actor, s.safe_id AS "safeId", s.subject, s.at, s.detail, s.seal';

/** The sequencer's reads and writes. Plain SQL, because batches are written as arrays (decision record 0002). */
@Injectable()
export class LogSequenceRepository {
  constructor(private readonly pg: PgPool) {}

  /** Whether a committed act waits for its place, and the horizon that holds once none does. */
  async waiting({ last, settled }: Horizon): Promise<{ readonly waits: boolean; readonly horizon: Horizon }> {
    // Not a named statement, so that it is planned for these values, which are near the end of large tables.
    const { rows } = await this.pg.pool.query(
      `SELECT EXISTS (SELECT ${BEHIND}) OR EXISTS (SELECT ${LATE}) AS waits,
         pg_snapshot_xmin(pg_current_snapshot())::text AS settled,
         (SELECT coalesce(max(id), 0) FROM audit_staged) AS last`,
      [last, settled],
    );
    const [{ waits, ...horizon }] = WaitingRow.parse(rows);
    return { waits, horizon };
  }

  /** Counted as far as `COUNTED_MAX`. */
  async unsequenced({ last, settled }: Horizon): Promise<Unsequenced> {
    const { rows } = await this.pg.pool.query(
      `SELECT count(*)::int AS count, min(at) AS since, clock_timestamp() AS now
       FROM ((SELECT s.at ${BEHIND} LIMIT $3) UNION ALL (SELECT s.at ${LATE} LIMIT $3)) AS waiting`,
      [last, settled, COUNTED_MAX],
    );
    return UnsequencedRow.parse(rows)[0];
  }

  /** Which of these subjects a committed act without a place is about. */
  async waitAbout({ last, settled }: Horizon, subjects: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pg.pool.query(
      `SELECT s.subject ${BEHIND} AND s.subject = ANY($3) UNION SELECT s.subject ${LATE} AND s.subject = ANY($3)`,
      [last, settled, subjects],
    );
    return new Set(
      z
        .array(z.object({ subject: z.string() }))
        .parse(rows)
        .map(({ subject }) => subject),
    );
  }

  /** The committed acts about a subject that have no place yet, in the order of their ids. */
  async stagedAbout({ last, settled }: Horizon, subject: string): Promise<readonly StagedRow[]> {
    const { rows } = await this.pg.pool.query(
      `(SELECT ${COLUMNS} ${BEHIND} AND s.subject = $3) UNION ALL (SELECT ${COLUMNS} ${LATE} AND s.subject = $3)
       ORDER BY id`,
      [last, settled, subject],
    );
    return StagedRows.parse(rows);
  }

  /** Runs as the only sequencer of this database, in one transaction; undefined if another one holds the lock. */
  async alone<T>(act: (turn: SequencerTurn) => Promise<T>): Promise<T | undefined> {
    const client = await this.pg.pool.connect();
    try {
      // A process that hangs loses its turn: the timeout ends its session, and so its transaction.
      await client.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = '10s'");
      const { rows } = await client.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [SEQUENCER_LOCK]);
      const [{ mine }] = Locked.parse(rows);
      const result = mine ? await act(new SequencerTurn(client)) : undefined;
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      // Closing the connection ends the transaction, whatever state it is in.
      client.release(true);
      throw error;
    }
  }
}

/** One turn of the only sequencer. Everything it writes is committed together, or not at all. */
export class SequencerTurn {
  constructor(private readonly client: PoolClient) {}

  /** The last signed head; undefined if there is none. */
  async head(): Promise<LogHead | undefined> {
    const { rows } = await this.client.query<object>(
      'SELECT size, root, frontier, note FROM log_checkpoint ORDER BY size DESC LIMIT 1',
    );
    return rows[0] && HeadRow.parse(rows[0]);
  }

  /** Committed acts without a place, in the order of their ids. */
  async staged({ last, settled }: Horizon, limit: number): Promise<readonly StagedRow[]> {
    const { rows } = await this.client.query(
      `(SELECT ${COLUMNS} ${BEHIND} ORDER BY s.id LIMIT $3)
       UNION ALL (SELECT ${COLUMNS} ${LATE} ORDER BY s.id LIMIT $3) ORDER BY id LIMIT $3`,
      [last, settled, limit],
    );
    return StagedRows.parse(rows);
  }

  /** Leaf hashes (level 0) or roots of full tiles, by index; fewer if some are missing. */
  async hashes(level: number, start: bigint, end: bigint): Promise<readonly Uint8Array[]> {
    const { rows } =
      level === 0
        ? await this.client.query(
            `SELECT decode(substr(leaf_hash, 3), 'hex') AS hash FROM audit_entry
             WHERE "index" >= $1 AND "index" < $2 ORDER BY "index"`,
            [start, end],
          )
        : await this.client.query(
            `SELECT root AS hash FROM log_tile
             WHERE level = $3 AND "index" >= $1 AND "index" < $2 ORDER BY "index"`,
            [start, end, level - 1],
          );
    return Hashes.parse(rows).map(({ hash }) => hash);
  }

  /** The texts of a log from before it had a tree. */
  async older(): Promise<readonly string[]> {
    const { rows } = await this.client.query(
      'SELECT body FROM audit_entry WHERE staged_id IS NULL ORDER BY "index"',
    );
    return z
      .array(z.object({ body: z.string() }))
      .parse(rows)
      .map(({ body }) => body);
  }

  async insertEntries(entries: readonly SequencedEntry[]): Promise<void> {
    await this.client.query(
      `INSERT INTO audit_entry ("index", type, actor, safe_id, subject, at, body, leaf_hash, staged_id, outcome)
       SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
         $7::text[], $8::text[], $9::bigint[], $10::text[])`,
      [
        entries.map(({ index }) => index),
        entries.map(({ act }) => act.type),
        entries.map(({ act }) => act.actor),
        entries.map(({ act }) => act.safeId),
        entries.map(({ act }) => act.subject),
        entries.map(({ staged }) => staged.at),
        entries.map(({ body }) => body),
        entries.map(({ leaf }) => `0x${Buffer.from(leaf).toString('hex')}`),
        entries.map(({ staged }) => staged.id),
        entries.map(({ outcome }) => outcome),
      ],
    );
  }

  async insertTiles(tiles: readonly FullTile[]): Promise<void> {
    if (tiles.length === 0) return;
    await this.client.query(
      `INSERT INTO log_tile (level, "index", hashes, root)
       SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[], $4::bytea[])`,
      [
        tiles.map(({ level }) => level),
        tiles.map(({ index }) => index),
        tiles.map(({ hashes }) => Buffer.concat(hashes)),
        tiles.map(({ root }) => Buffer.from(root)),
      ],
    );
  }

  async insertCheckpoint({ frontier, root, note }: LogHead): Promise<void> {
    await this.client.query(
      'INSERT INTO log_checkpoint (size, root, frontier, note) VALUES ($1, $2, $3, $4)',
      [frontier.size, Buffer.from(root), Buffer.concat(frontier.nodes), note],
    );
  }
}

/** Splits hashes that are stored concatenated. */
export function hashesOf(joined: Uint8Array): readonly Uint8Array[] {
  const count = joined.length / HASH_BYTES;
  if (!Number.isInteger(count)) throw new TypeError('expected whole hashes');
  return Array.from({ length: count }, (_, at) => joined.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}
