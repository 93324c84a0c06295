import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { AuditLog } from '../src/audit-log/audit-log.js';
import type { AuditEvent } from '../src/domain/audit-log/entry.js';
import type { Database, Tx } from '../src/infra/database/database.js';
import { type Comparison, medians } from './table.js';

const CLIENTS = 16;
const ACTS_EACH = 12;
const ROUNDS = { warmUp: 2, measured: 9 };

interface Parts {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly pool: Pool;
}

/** The statements of one step of a transfer, on the client's own row: clock, state, shared lock, next job. */
async function act(tx: Tx, client: string): Promise<void> {
  await tx.$queryRaw`SELECT clock_timestamp()`;
  await tx.apiKey.updateMany({ where: { id: client }, data: { lastUsedAt: new Date() } });
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended('freeze:all', 0))`;
  await tx.$executeRaw`
    INSERT INTO idempotency_key (principal, key, fingerprint, status, response, created_at)
    VALUES (${client}, gen_random_uuid()::text, 'x', 200, '{}', now())`;
}

export function eventOf(client: string): AuditEvent {
  return {
    type: 'transfer.entered-lane',
    actor: 'system',
    subject: client,
    detail: {
      ...{ from: 'queued', to: 'simulating', revision: 1 },
      evidence: { because: 'x'.repeat(120), since: 0 },
    },
  };
}

/** The usual peer: a hash chain whose head row every writer locks. */
async function chained(tx: Tx, client: string): Promise<void> {
  const [head] = await tx.$queryRaw<{ size: bigint; hash: string }[]>`
    SELECT size, hash FROM bench_chain_head FOR UPDATE`;
  const body = JSON.stringify(eventOf(client));
  const hash = createHash('sha256')
    .update(`${head?.hash ?? ''}${body}`)
    .digest('hex');
  await tx.$executeRaw`INSERT INTO bench_chain (index, body, hash) VALUES (${head?.size ?? 0n}, ${body}, ${hash})`;
  await tx.$executeRaw`UPDATE bench_chain_head SET size = size + 1, hash = ${hash}`;
}

/** Runs sixteen clients concurrently, each with its acts in sequence; every kind of act once a round. */
export async function benchActs({ database, audit, pool }: Parts): Promise<readonly Comparison[]> {
  await pool.query('CREATE TABLE bench_chain_head (size bigint, hash text)');
  await pool.query(`INSERT INTO bench_chain_head VALUES (0, '')`);
  await pool.query('CREATE TABLE bench_chain (index bigint PRIMARY KEY, body text, hash text)');
  const clients = Array.from({ length: CLIENTS }, (_, at) => `key_${String(at)}`);
  for (const id of clients)
    await pool.query(
      `INSERT INTO api_key (id, name, roles, secret_hash, created_by, created_at, expires_at)
       VALUES ($1, 'x', '{}', 'x', 'x', now(), now())`,
      [id],
    );
  const all = (more: (tx: Tx, client: string) => Promise<unknown>) => () =>
    Promise.all(
      clients.map(async (client) => {
        for (let at = 0; at < ACTS_EACH; at += 1)
          await database.transaction(async (tx) => {
            await act(tx, client);
            await more(tx, client);
          });
      }),
    );
  const times = await medians(
    {
      without: all(() => Promise.resolve()),
      staged: all((tx, client) => audit.append(tx, eventOf(client))),
      notified: all(async (tx, client) => {
        await audit.append(tx, eventOf(client));
        await tx.$executeRaw`SELECT pg_notify('bench', '')`;
      }),
      chained: all(chained),
    },
    ROUNDS,
  );
  const each = (ms: number): number => ms / (CLIENTS * ACTS_EACH);
  const against = { name: 'the act alone', measured: each(times.without) };
  return [
    {
      name: `act with its entry, ${String(CLIENTS)} clients`,
      measured: each(times.staged),
      against,
      goal: 1 / 0.9,
    },
    { name: 'with its entry and NOTIFY', measured: each(times.notified), against },
    { name: 'with a hash chain on a locked head', measured: each(times.chained), against },
  ];
}
