import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { z } from 'zod';
import { AuditLog } from '../src/audit-log/audit-log.js';
import { AuditLogRepository } from '../src/audit-log/audit-log.repository.js';
import { LogAlarms, type LogFault } from '../src/audit-log/sequencer/log-alarms.js';
import { LogBatches } from '../src/audit-log/sequencer/log-batches.js';
import { LogKey } from '../src/audit-log/sequencer/log-key.js';
import { LogSequenceRepository } from '../src/audit-log/sequencer/log-sequence.repository.js';
import { LogSequencer } from '../src/audit-log/sequencer/log-sequencer.js';
import { LogTree } from '../src/audit-log/tree/log-tree.js';
import { LogTreeRepository } from '../src/audit-log/tree/log-tree.repository.js';
import { SequencerSteps } from '../src/audit-log/sequencer/sequencer-steps.js';
import { loadConfig } from '../src/config/config.js';
import { stagedAct } from '../src/domain/audit-log/entry.js';
import { frontierRoot } from '../src/domain/audit-log/frontier.js';
import { isSameHash } from '../src/domain/audit-log/merkle.js';
import { openPool } from '../src/infra/database/connections.js';
import { CADENCE } from '../src/infra/cadence/cadence.js';
import { Database } from '../src/infra/database/database.js';
import { applyMigrations } from '../src/infra/database/migrate.js';
import { PgPool } from '../src/infra/database/pool.js';
import { benchActs, eventOf } from './audit-acts.js';
import { frontierOfTexts, joinTexts, treeHash } from './audit-texts.js';
import { type Comparison, medians } from './table.js';
import { removePostgres, startPostgres } from '../sandbox/postgres.js';

const ENTRIES = 1_000_000;
const APPENDED = 100_000;
const STAGED_AT_ONCE = 2_000;
const PROOF_ROUNDS = { warmUp: 50, measured: 300 };
const READS_MAX = 3;

class FatalAlarms extends LogAlarms {
  override raise({ code, reason }: LogFault): Promise<never> {
    return Promise.reject(new Error(`${code}: ${reason}`));
  }
}

/** Counts the reads of a proof, without the one of the checkpoint. */
class CountingTree extends LogTreeRepository {
  reads = 0;

  override fullTiles(
    ...args: Parameters<LogTreeRepository['fullTiles']>
  ): ReturnType<LogTreeRepository['fullTiles']> {
    this.reads += args[0].length;
    return super.fullTiles(...args);
  }

  override hashes(...args: Parameters<LogTreeRepository['hashes']>): ReturnType<LogTreeRepository['hashes']> {
    this.reads += 1;
    return super.hashes(...args);
  }
}

/** Acts with and without their entries, the sequencer behind them, proofs and verification at a million entries. */
export async function benchAudit(): Promise<readonly Comparison[]> {
  const dataFolder = join(mkdtempSync(join(tmpdir(), 'sluice-postgres-')), 'data');
  const postgres = await startPostgres({ dataFolder });
  try {
    await postgres.createDatabase('bench');
    await applyMigrations(postgres.url('bench'));
    return await benchOn(postgres.url('bench'));
  } finally {
    await postgres.stop();
    await removePostgres(dataFolder);
  }
}

async function benchOn(url: string): Promise<readonly Comparison[]> {
  const config = loadConfig({
    DATABASE_URL: url,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    LOG_ORIGIN: 'bench.sluice.example/log',
    LOG_SIGNING_KEY: `0x${randomBytes(32).toString('hex')}`,
    SESSION_SECRET: 'x'.repeat(32),
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  const [database, pg, key] = [new Database(config), new PgPool(config), new LogKey(config)];
  const pool = openPool({ connectionString: url, max: 4 });
  const steps = new SequencerSteps();
  const sequencer = () =>
    new LogSequencer(
      new LogSequenceRepository(pg),
      new LogBatches(key, steps),
      steps,
      new FatalAlarms(),
      CADENCE,
    );
  try {
    const running = sequencer();
    running.onApplicationBootstrap();
    const audit = new AuditLog(new AuditLogRepository(database), key);
    const acts = await benchActs({ database, audit, pool });
    await running.beforeApplicationShutdown();
    const appending = acts[0]?.measured ?? Number.NaN;
    const sequencing = await sequenced({ pool, key, sequencer: sequencer() }, appending);
    const tree = new CountingTree(database);
    const proofs = await proven(new LogTree(config, tree, key), tree, pool);
    return [...acts, sequencing, ...proofs, ...(await verified(database))];
  } finally {
    await pool.end();
    await pg.onApplicationShutdown();
    await database.onApplicationShutdown();
  }
}

interface Filling {
  readonly pool: Pool;
  readonly key: LogKey;
  readonly sequencer: LogSequencer;
}

async function sequenced(filling: Filling, appending: number): Promise<Comparison> {
  await stage(filling, APPENDED);
  const started = performance.now();
  await filling.sequencer.drain();
  const measured = (performance.now() - started) / APPENDED;
  while ((await sizeOf(filling.pool)) < ENTRIES) {
    await stage(filling, Math.min(APPENDED, ENTRIES - (await sizeOf(filling.pool))));
    await filling.sequencer.drain();
  }
  await filling.pool.query('VACUUM ANALYZE');
  const against = { name: 'appending one', measured: appending };
  return { name: `sequencing one of ${String(APPENDED)}`, measured, against, goal: 1 };
}

async function sizeOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query('SELECT count(*)::int AS size FROM audit_entry');
  return z.tuple([z.object({ size: z.number() })]).parse(rows)[0].size;
}

async function stage({ pool, key }: Filling, count: number): Promise<void> {
  const act = stagedAct(eventOf('tr_bench'));
  for (let done = 0; done < count; done += STAGED_AT_ONCE) {
    const refs = Array.from({ length: Math.min(STAGED_AT_ONCE, count - done) }, () => v7());
    await pool.query(
      `INSERT INTO audit_staged (ref, type, actor, subject, detail, seal)
       SELECT ref, $3, $4, $5, $6, seal FROM unnest($1::uuid[], $2::bytea[]) AS given(ref, seal)`,
      [
        refs,
        refs.map((ref) => Buffer.from(key.seal(ref, act))),
        act.type,
        act.actor,
        act.subject,
        act.detail,
      ],
    );
  }
}

async function proven(tree: LogTree, counted: CountingTree, pool: Pool): Promise<readonly Comparison[]> {
  const latest = await counted.latest();
  if (!latest) throw new Error('the log is empty');
  let [at, reads] = [0, 0];
  const prove = async (): Promise<void> => {
    counted.reads = 0;
    await tree.inclusion((BigInt(at) * 7_919n * 104_729n) % latest.size, latest);
    [at, reads] = [at + 1, Math.max(reads, counted.reads)];
  };
  const times = await medians({ prove, select: () => pool.query('SELECT 1') }, PROOF_ROUNDS);
  if (reads > READS_MAX) throw new Error(`a proof takes ${String(reads)} indexed reads`);
  const against = { name: 'select 1', measured: times.select };
  return [
    {
      name: `inclusion proof at ${latest.size.toString()} entries, at most ${String(reads)} indexed reads`,
      measured: times.prove,
      against,
    },
  ];
}

/** Measures verification alone: the texts are in memory, so database and disk do not count. */
async function verified(database: Database): Promise<readonly Comparison[]> {
  const tree = new LogTreeRepository(database);
  const latest = await tree.latest();
  if (!latest) throw new Error('the log is empty');
  const texts: Uint8Array[] = [];
  for (let start = 0n; start < latest.size; start += 10_000n)
    texts.push(...(await tree.bodies(start, start + 10_000n)).map(({ body }) => Buffer.from(body)));
  const joined = joinTexts(texts);
  const node = Buffer.alloc(65, 1);
  const rehash = (): void => {
    for (let at = 0; at < joined.count; at += 1) {
      hash('sha256', Buffer.concat([Buffer.of(0), joined.text(at)]), 'buffer');
      hash('sha256', node, 'buffer');
    }
  };
  const require = (root: Uint8Array): void => {
    if (!isSameHash(root, latest.root)) throw new Error('the tree is another');
  };
  const half = 2 ** Math.floor(Math.log2(joined.count - 1));
  const start = () => new Worker(new URL('./audit-worker.ts', import.meta.url), { workerData: joined.parts });
  const workers = [start(), start()] as const;
  const part = async (worker: Worker, range: { start: number; end: number }): Promise<Uint8Array[]> => {
    worker.postMessage(range);
    const [nodes] = (await once(worker, 'message')) as [Uint8Array[]];
    return nodes;
  };
  const times = await medians(
    {
      rehash,
      one: () => {
        require(frontierRoot(frontierOfTexts(joined, 0, joined.count), treeHash));
      },
      two: async () => {
        const nodes = await Promise.all([
          part(workers[0], { start: 0, end: half }),
          part(workers[1], { start: half, end: joined.count }),
        ]);
        require(frontierRoot({ size: latest.size, nodes: nodes.flat() }, treeHash));
      },
    },
    { warmUp: 1, measured: 3 },
  );
  for (const worker of workers) await worker.terminate();
  const against = { name: 'hashing as often', measured: times.rehash };
  const entries = `${String(joined.count)} entries`;
  return [
    { name: `verifying ${entries}, one thread`, measured: times.one, against, goal: 1.1 },
    { name: `verifying ${entries}, two workers`, measured: times.two, against, goal: 0.6 },
  ];
}
