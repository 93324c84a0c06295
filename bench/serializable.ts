import type pg from 'pg';
import { Prisma, type PrismaClient } from '../src/generated/prisma/client.js';
import type { ReservationsRepository } from '../src/policies/reservations.repository.js';

/** All measurements run on one PostgreSQL with fsync on, as in production. */
export interface LimitBench {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  readonly reservations: ReservationsRepository;
}

/** A transfer id to reserve for, and the three scopes that every transfer of the race counts in. */
export interface Attempt {
  readonly id: string;
  readonly scopes: readonly string[];
}

/** The peer of the reservations: sums the window, inserts, and retries on a serialization failure. */
export const SERIALIZABLE_TABLE = `
  CREATE TABLE serializable_reservation (transfer_id text, scope text, amount numeric, at timestamptz,
    PRIMARY KEY (transfer_id, scope));
  CREATE INDEX ON serializable_reservation (scope, at)`;

const SUMS = `
  SELECT s.scope, COALESCE((SELECT sum(r.amount) FROM serializable_reservation r
    WHERE r.scope = s.scope AND r.at > now() - interval '1 day'), 0)::text AS used
  FROM unnest($1::text[]) AS s(scope)`;
const INSERT = `
  INSERT INTO serializable_reservation SELECT $1, s.scope, 5, now() FROM unnest($2::text[]) AS s(scope)`;

const SERIALIZATION_FAILURE = '40001';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

export async function byPgSerializable({ pool }: LimitBench, { id, scopes }: Attempt): Promise<void> {
  const client = await pool.connect();
  try {
    for (;;) {
      try {
        await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
        await client.query({ name: 'sums', text: SUMS, values: [scopes] });
        await client.query({ name: 'insert', text: INSERT, values: [id, scopes] });
        await client.query('COMMIT');
        return;
      } catch (error) {
        await client.query('ROLLBACK');
        if (codeOf(error) !== SERIALIZATION_FAILURE) throw error;
      }
    }
  } finally {
    client.release();
  }
}

/** Prisma's code for a transaction that the database could not serialise. */
const WRITE_CONFLICT = 'P2034';

export async function byPrismaSerializable({ prisma }: LimitBench, { id, scopes }: Attempt): Promise<void> {
  const options = {
    isolationLevel: Prisma.TransactionIsolationLevel.Serializable,
    timeout: 60_000,
    maxWait: 60_000,
  };
  for (;;) {
    try {
      await prisma.$transaction(async (tx) => {
        await tx.$queryRawUnsafe(SUMS, scopes);
        await tx.$executeRawUnsafe(INSERT, id, scopes);
      }, options);
      return;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

/** A conflict in a raw query or at the commit does not carry Prisma's code. */
function isConflict(error: unknown): boolean {
  if (codeOf(error) === WRITE_CONFLICT) return true;
  return error instanceof Error && /40001|TransactionWriteConflict/.test(error.message);
}
