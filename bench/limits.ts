import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { RollingWindow } from '../src/domain/policies/windows.js';
import { parseId } from '../src/domain/values/identifier.js';
import { unixSeconds } from '../src/domain/values/time.js';
import { PrismaClient } from '../src/generated/prisma/client.js';
import { openPool } from '../src/infra/database/connections.js';
import { applyMigrations } from '../src/infra/database/migrate.js';
import { newId } from '../src/infra/database/new-id.js';
import { ReservationsRepository } from '../src/policies/reservations.repository.js';
import {
  type Attempt,
  type LimitBench,
  SERIALIZABLE_TABLE,
  byPgSerializable,
  byPrismaSerializable,
} from './serializable.js';
import { type Comparison, medians } from './table.js';
import { removePostgres, startPostgres } from '../sandbox/postgres.js';

const HISTORY = 1_000_000;
const HISTORY_DAYS = 31;
const DAY = 86_400;
const CHECK_ROUNDS = { warmUp: 200, measured: 2_000 };
const SUM_ROUNDS = { warmUp: 3, measured: 20 };

const CLIENTS = 16;
const BATCH = 96;
const HOT_ROUNDS = { warmUp: 1, measured: 5 };
/** Entries in one window when the race begins. */
const HOT_HISTORY = 1_000;

const NO_LIMIT = 10n ** 60n;

/** The cost of one rolling window after a million settlements, and of reservations that contend for one scope. */
export async function benchLimits(): Promise<readonly Comparison[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'));
  const postgres = await startPostgres({ dataFolder: join(dataFolder, 'data') });
  try {
    await postgres.createDatabase('bench');
    const connectionString = postgres.url('bench');
    await applyMigrations(connectionString);
    const pool = openPool({ connectionString, max: CLIENTS });
    const prisma = new PrismaClient({
      adapter: new PrismaPg(openPool({ connectionString, max: CLIENTS }), { disposeExternalPool: true }),
    });
    try {
      const bench = { pool, prisma, reservations: new ReservationsRepository() };
      // The race runs first: after a million inserts the disk stays busy for a while.
      const race = await hotScopes(bench);
      return [...(await rollingCheck(bench)), ...race];
    } finally {
      await prisma.$disconnect();
      await pool.end();
    }
  } finally {
    await postgres.stop();
    await removePostgres(join(dataFolder, 'data'));
  }
}

async function writeHistory(
  { pool }: LimitBench,
  scope: string,
  entries: number,
  days: number,
): Promise<void> {
  await pool.query(
    `INSERT INTO limit_entry (scope, seq, transfer_id, amount, total, at)
     SELECT $1, n, 'before_' || n, 5, 5 * n, now() - make_interval(secs => $3::numeric * ($2 - n) / $2)
     FROM generate_series(1, $2::int) AS n`,
    [scope, entries, days * DAY],
  );
  await pool.query('INSERT INTO limit_scope (key, settled, entries) VALUES ($1, 5 * $2::numeric, $2)', [
    scope,
    entries,
  ]);
  await pool.query('ANALYZE limit_entry, limit_scope');
}

function windowOf(scopeKey: string): RollingWindow {
  return { ruleId: scopeKey, scopeKey, windowSeconds: DAY, amount: 5n, max: NO_LIMIT };
}

const USAGE = {
  name: 'usage',
  text: `SELECT used::text, fits, fits_at, frees FROM limit_usage(
    $1::text[], $1::text[], $2::int[], $3::numeric[], $4::numeric[], date_trunc('second', clock_timestamp()), $5)`,
};
const RESERVE = {
  name: 'reserve',
  text: 'SELECT limit_reserve($1, $2::text[], $3::numeric[], $2, $2, $4::int[], $5::numeric[])',
};

function usageValues(scopes: readonly string[], transferId: string): unknown[] {
  const each = (value: unknown) => scopes.map(() => value);
  return [scopes, each(DAY), each('5'), each(NO_LIMIT.toString()), transferId];
}

/** Each check locks its scope and reads the window, in an open transaction, as a decision does. */
async function rollingCheck(bench: LimitBench): Promise<readonly Comparison[]> {
  const scope = `safe:${randomUUID()}:usdc`;
  await writeHistory(bench, scope, HISTORY, HISTORY_DAYS);
  const name = 'rolling check, a million settled';
  return [
    ...(await checkByPg(bench, scope, `${name}, pg`)),
    ...(await checkByPrisma(bench, scope, `${name}, Prisma`)),
  ];
}

async function checkByPg({ pool }: LimitBench, scope: string, name: string): Promise<readonly Comparison[]> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const one = () => client.query({ name: 'one', text: 'SELECT 1' });
    const check = () => client.query({ ...USAGE, values: usageValues([scope], 'none') });
    const sum = () =>
      client.query({
        name: 'sum',
        text: `SELECT sum(amount)::text FROM limit_entry WHERE scope = $1 AND at > now() - interval '1 day'`,
        values: [scope],
      });
    const times = await medians({ one, check }, CHECK_ROUNDS);
    const sums = await medians({ sum, check }, SUM_ROUNDS);
    await client.query('ROLLBACK');
    return [
      { name, measured: times.check, against: { name: 'SELECT 1', measured: times.one }, goal: 2 },
      { name, measured: sums.check, against: { name: 'a sum over its day', measured: sums.sum } },
    ];
  } finally {
    client.release();
  }
}

async function checkByPrisma(
  { prisma, reservations }: LimitBench,
  scope: string,
  name: string,
): Promise<readonly Comparison[]> {
  const query = {
    scopes: [scope],
    windows: [windowOf(scope)],
    now: unixSeconds(Math.floor(Date.now() / 1_000)),
    exceptTransferId: parseId('tr', newId('tr')),
  };
  const times = await prisma.$transaction(
    (tx) =>
      medians(
        { one: () => tx.$queryRaw`SELECT 1`, check: () => reservations.usage(tx, query) },
        CHECK_ROUNDS,
      ),
    { timeout: 600_000 },
  );
  return [{ name, measured: times.check, against: { name: 'SELECT 1', measured: times.one }, goal: 2 }];
}

async function hotScopes(bench: LimitBench): Promise<readonly Comparison[]> {
  const scopes = ['safe', 'destination', 'all'].map((each) => `${each}:${randomUUID()}:usdc`);
  await bench.pool.query(SERIALIZABLE_TABLE);
  for (const scope of scopes) {
    await writeHistory(bench, scope, HOT_HISTORY, 1);
    await bench.pool.query(
      `INSERT INTO serializable_reservation SELECT transfer_id, scope, amount, at FROM limit_entry WHERE scope = $1`,
      [scope],
    );
  }
  await bench.pool.query('ANALYZE serializable_reservation');
  const race = (reserve: (attempt: Attempt) => Promise<unknown>) => () => raceOf(bench, scopes, reserve);
  // The libraries run in sequence, so that the dead rows of one's failed transactions do not slow the other.
  const byPg = await medians(
    {
      once: race((attempt) => onceByPg(bench, attempt)),
      asked: race((attempt) => askedByPg(bench, attempt)),
      peer: race((attempt) => byPgSerializable(bench, attempt)),
    },
    HOT_ROUNDS,
  );
  const byPrisma = await medians(
    {
      once: race((attempt) => onceByPrisma(bench, attempt)),
      asked: race((attempt) => askedByPrisma(bench, attempt)),
      peer: race((attempt) => byPrismaSerializable(bench, attempt)),
    },
    HOT_ROUNDS,
  );
  return [...hotComparisons('pg', byPg), ...hotComparisons('Prisma', byPrisma)];
}

function hotComparisons(library: string, times: Record<'once' | 'asked' | 'peer', number>): Comparison[] {
  const what = `${String(BATCH)} reservations in 3 hot scopes, ${String(CLIENTS)} clients, ${library}`;
  const against = { name: 'SERIALIZABLE, retried', measured: times.peer };
  return [
    { name: what, measured: times.once, against, goal: 1 / 5 },
    { name: `asked for and decided before, ${library}`, measured: times.asked, against },
  ];
}

async function raceOf(
  { pool }: LimitBench,
  scopes: readonly string[],
  reserve: (attempt: Attempt) => Promise<unknown>,
): Promise<void> {
  const ids = Array.from({ length: BATCH }, () => newId('tr'));
  await pool.query(
    `INSERT INTO transfer (id, safe_id, requester_id, state, revision, intent, intent_hash, intent_signature,
       signer_key_id, evidence, created_at, updated_at, expires_at)
     SELECT id, 'safe', 'person', 'requested', 0, '{}', id, '0x', '0x', '{}', now(), now(), now()
     FROM unnest($1::text[]) AS ids(id)`,
    [ids],
  );
  const work = async (): Promise<void> => {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) await reserve({ id, scopes });
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
}

function reserveValues({ id, scopes }: Attempt): unknown[] {
  const each = (value: unknown) => scopes.map(() => value);
  return [id, scopes, each('5'), each(DAY), each(NO_LIMIT.toString())];
}

/** Sums, checks and holds in one round trip, which is a whole transaction. The peer needs four. */
function onceByPg({ pool }: LimitBench, attempt: Attempt): Promise<unknown> {
  return pool.query({ ...RESERVE, values: reserveValues(attempt) });
}

function onceByPrisma({ prisma }: LimitBench, attempt: Attempt): Promise<unknown> {
  return prisma.$executeRawUnsafe(RESERVE.text, ...reserveValues(attempt));
}

/** Reads and reserves in two steps, as the service does; the decision between them takes no time here. */
async function askedByPg({ pool }: LimitBench, attempt: Attempt): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ ...USAGE, values: usageValues(attempt.scopes, attempt.id) });
    await client.query({ ...RESERVE, values: reserveValues(attempt) });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

async function askedByPrisma({ prisma, reservations }: LimitBench, { id, scopes }: Attempt): Promise<void> {
  const transferId = parseId('tr', id);
  const now = unixSeconds(Math.floor(Date.now() / 1_000));
  await prisma.$transaction(
    async (tx) => {
      const windows = scopes.map(windowOf);
      await reservations.usage(tx, { scopes, windows, now, exceptTransferId: transferId });
      const budget = scopes.map((scope) => ({ scope, amount: '5' }));
      await reservations.reserve(tx, transferId, budget);
    },
    { timeout: 60_000, maxWait: 60_000 },
  );
}
