import { AuditLog } from '../src/audit-log/audit-log.js';
import { AuditLogRepository } from '../src/audit-log/audit-log.repository.js';
import { LogKey } from '../src/audit-log/sequencer/log-key.js';
import { openClient } from '../src/infra/database/connections.js';
import { Database } from '../src/infra/database/database.js';
import { replicaConfig } from '../test/http/replicas.js';
import { eventOf } from './audit-acts.js';
import { type Comparison, medians } from './table.js';

const ROUNDS = { warmUp: 5, measured: 60 };
const CLIENTS = 8;
const ACTS_EACH = 4;
/** A few percent; more where commits that tell wait for one another. */
const GOAL = { one: 1.05, many: 1.15 };

interface Ground {
  readonly database: Database;
  readonly log: AuditLog;
  close(): Promise<void>;
}

/** The same acts in a database that tells two listeners of them, and in one whose trigger is gone. */
export async function committed(toldUrl: string, silentUrl: string): Promise<readonly Comparison[]> {
  const [told, silent] = [await groundAt(toldUrl), await groundAt(silentUrl)];
  try {
    await silent.database.read.$executeRaw`DROP TRIGGER audit_staged_tell ON audit_staged`;
    const many = (ground: Ground) => () =>
      Promise.all(Array.from({ length: CLIENTS }, (_, client) => record(ground, client)()));
    const times = await medians(
      { told: record(told, 0), silent: record(silent, 0), toldMany: many(told), silentMany: many(silent) },
      ROUNDS,
    );
    const compared = (name: string, measured: number, against: number, goal: number): Comparison => ({
      name: `${name} that is told of`,
      measured: measured / ACTS_EACH,
      against: { name: 'untold', measured: against / ACTS_EACH },
      goal,
    });
    return [
      compared('act', times.told, times.silent, GOAL.one),
      compared(`act, ${String(CLIENTS)} at once,`, times.toldMany, times.silentMany, GOAL.many),
    ];
  } finally {
    await told.close();
    await silent.close();
  }
}

/** With the listeners of two replicas, and without anything else that is busy there. */
async function groundAt(url: string): Promise<Ground> {
  const config = replicaConfig(url, `0x${'00'.repeat(32)}`);
  const database = new Database(config);
  const listeners = [await openClient(url), await openClient(url)];
  for (const listener of listeners) await listener.query('LISTEN sluice_acts');
  return {
    database,
    log: new AuditLog(new AuditLogRepository(database), new LogKey(config)),
    close: async () => {
      for (const listener of listeners) await listener.end();
      await database.onApplicationShutdown();
    },
  };
}

/** What a step does: its clock, its state, its entry. */
function record({ database, log }: Ground, client: number): () => Promise<void> {
  return async () => {
    for (let act = 0; act < ACTS_EACH; act += 1)
      await database.transaction(async (tx) => {
        await tx.$queryRaw`SELECT clock_timestamp()`;
        await tx.$executeRaw`
          INSERT INTO idempotency_key (principal, key, fingerprint, status, response, created_at)
          VALUES (${String(client)}, gen_random_uuid()::text, 'x', 200, '{}', now())`;
        await log.append(tx, eventOf(`tr_${String(client)}`));
      });
  };
}
