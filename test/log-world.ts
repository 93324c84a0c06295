import type { Pool } from 'pg';
import { AuditLog } from '../src/audit-log/audit-log.js';
import { AuditLogRepository } from '../src/audit-log/audit-log.repository.js';
import { LogAlarms, type LogFault } from '../src/audit-log/sequencer/log-alarms.js';
import { LogBatches } from '../src/audit-log/sequencer/log-batches.js';
import { LogKey } from '../src/audit-log/sequencer/log-key.js';
import { LogSequenceRepository } from '../src/audit-log/sequencer/log-sequence.repository.js';
import { LogSequencer } from '../src/audit-log/sequencer/log-sequencer.js';
import { SequencerSteps } from '../src/audit-log/sequencer/sequencer-steps.js';
import { type Config, loadConfig } from '../src/config/config.js';
import { EMPTY_FRONTIER, append, frontierRoot } from '../src/domain/audit-log/frontier.js';
import { leafNode } from '../src/domain/audit-log/merkle.js';
import { openPool } from '../src/infra/database/connections.js';
import { CADENCE } from '../src/infra/cadence/cadence.js';
import { Database } from '../src/infra/database/database.js';
import { PgPool } from '../src/infra/database/pool.js';
import { platformHasher } from './builders/log-tree.js';
import { madeUpAct } from './builders/made-up-act.js';
import { LOG_SETTINGS } from './log-settings.js';
import { type FreshDatabase, freshDatabase } from './world.js';

export interface Entry {
  readonly index: bigint;
  readonly type: string;
  readonly subject: string | null;
  readonly body: string;
}

export function logSettings(databaseUrl: string): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: databaseUrl,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
  };
}

class HeardAlarms extends LogAlarms {
  constructor(private readonly heard: LogFault[]) {
    super();
  }

  override raise(fault: LogFault): Promise<void> {
    this.heard.push(fault);
    return Promise.resolve();
  }
}

/** A log with nothing around it, that is sequenced only when a test says so. */
export class LogWorld {
  readonly database: Database;
  readonly key: LogKey;
  readonly audit: AuditLog;
  /** Connections as a superuser, who may do everything to the tables. */
  readonly sql: Pool;
  readonly #pools: PgPool[] = [];

  private constructor(
    readonly fresh: FreshDatabase,
    readonly config: Config,
  ) {
    this.database = new Database(config);
    this.key = new LogKey(config);
    this.audit = new AuditLog(new AuditLogRepository(this.database), this.key);
    this.sql = openPool({ connectionString: fresh.url, max: 20 });
  }

  static async open(): Promise<LogWorld> {
    const fresh = await freshDatabase();
    return new LogWorld(fresh, loadConfig(logSettings(fresh.url)));
  }

  async close(): Promise<void> {
    for (const pool of this.#pools) await pool.onApplicationShutdown();
    await this.sql.end();
    await this.database.onApplicationShutdown();
    await this.fresh.drop({ areActsMadeUp: true });
  }

  /** A replica of its own, with its own connections and its own memory; `faults` is what it raises. */
  sequencer(steps = new SequencerSteps()): { sequencer: LogSequencer; faults: LogFault[] } {
    const pool = new PgPool(this.config);
    this.#pools.push(pool);
    const faults: LogFault[] = [];
    const batches = new LogBatches(this.key, steps);
    const sequencer = new LogSequencer(
      new LogSequenceRepository(pool),
      batches,
      steps,
      new HeardAlarms(faults),
      CADENCE,
    );
    Object.assign(sequencer, { log: { error: () => undefined, warn: () => undefined } });
    return { sequencer, faults };
  }

  append(act: Parameters<typeof madeUpAct>[0] = {}): Promise<void> {
    return this.database.transaction((tx) => this.audit.append(tx, madeUpAct(act)));
  }

  /** So many acts at once, by one statement: as many committed transactions would have staged them. */
  async appendMany(count: number, detail: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (let at = 0; at < count; at += 1)
        await this.audit.append(tx, madeUpAct({ detail: { ...detail, at: String(at) } }));
    });
  }

  async entries(): Promise<readonly Entry[]> {
    return this.database.read.auditEntry.findMany({
      orderBy: { index: 'asc' },
      select: { index: true, type: true, subject: true, body: true },
    });
  }

  /** As superusers do: without the triggers. */
  async tamper(...statements: readonly string[]): Promise<void> {
    const tables = ['audit_staged', 'audit_entry', 'log_tile', 'log_checkpoint', 'log_cosignature'];
    const client = await this.sql.connect();
    try {
      for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      for (const statement of statements) await client.query(statement);
    } finally {
      for (const table of tables)
        await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ALL`).catch(() => undefined);
      client.release();
    }
  }
}

/** What everybody can say of a log: no gap, every text at its own place, and the signed head is that of the texts. */
export async function soundness(world: LogWorld): Promise<{ size: number; faults: string[] }> {
  const entries = await world.entries();
  const faults = entries.flatMap(({ index, body }, at) => [
    ...(index === BigInt(at) ? [] : [`entry ${String(at)} has index ${String(index)}`]),
    ...((JSON.parse(body) as { index: string }).index === String(at)
      ? []
      : [`text ${String(at)} is out of place`]),
  ]);
  const heads = await world.database.read.logCheckpoint.findMany({ orderBy: { size: 'asc' } });
  let tree = EMPTY_FRONTIER;
  for (const { size, root, note } of heads) {
    for (const { body } of entries.slice(Number(tree.size), Number(size)))
      tree = append(tree, leafNode(Buffer.from(body), platformHasher), platformHasher);
    const expected = Buffer.from(frontierRoot(tree, platformHasher));
    if (!expected.equals(Buffer.from(root))) faults.push(`the root at ${String(size)} is another`);
    const signed = world.key.treeOf(note);
    if (signed?.size !== size || !expected.equals(Buffer.from(signed.root)))
      faults.push(`the note at ${String(size)} is not of this tree`);
  }
  const last = heads.at(-1)?.size ?? 0n;
  if (last !== BigInt(entries.length))
    faults.push(`the head says ${String(last)} of ${String(entries.length)}`);
  return { size: entries.length, faults };
}
