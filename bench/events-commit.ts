import { AuditLog } from '../src/audit-log/audit-log.js';
import { AuditLogRepository } from '../src/audit-log/audit-log.repository.js';
import { LogKey } from '../src/audit-log/sequencer/log-key.js';
import { openPool } from '../src/infra/database/connections.js';
import { Database } from '../src/infra/database/database.js';
import { type Replica, replicaConfig } from '../test/http/replicas.js';
import { eventOf } from './audit-acts.js';
import { type Comparison, medians } from './table.js';

const ROUNDS = { warmUp: 5, measured: 40 };
const CLIENTS = 8;
const ACTS_EACH = 4;
/** A few percent. */
const GOAL = 1.05;

/** The same acts in a database that tells of them, and in one whose trigger is gone. */
export async function committed(acting: Replica, silentUrl: string): Promise<readonly Comparison[]> {
  const config = replicaConfig(silentUrl, `0x${'00'.repeat(32)}`);
  const database = new Database(config);
  const pool = openPool({ connectionString: silentUrl, max: 1 });
  const silent = new AuditLog(new AuditLogRepository(database), new LogKey(config));
  const told = acting.app.get(AuditLog);
  const record = (log: AuditLog, into: Database, client: number) => async () => {
    for (let act = 0; act < ACTS_EACH; act += 1)
      await into.transaction(async (tx) => {
        // What a step does besides: its state, its clock, its job.
        await tx.$queryRaw`SELECT clock_timestamp()`;
        await tx.$executeRaw`
          INSERT INTO idempotency_key (principal, key, fingerprint, status, response, created_at)
          VALUES (${String(client)}, gen_random_uuid()::text, 'x', 200, '{}', now())`;
        await log.append(tx, eventOf(`tr_${String(client)}`));
      });
  };
  const many = (log: AuditLog, into: Database) => () =>
    Promise.all(Array.from({ length: CLIENTS }, (_, client) => record(log, into, client)()));
  try {
    await pool.query('DROP TRIGGER audit_staged_tell ON audit_staged');
    const times = await medians(
      {
        told: record(told, acting.world.database, 0),
        silent: record(silent, database, 0),
        toldMany: many(told, acting.world.database),
        silentMany: many(silent, database),
      },
      ROUNDS,
    );
    const compared = (name: string, measured: number, against: number): Comparison => ({
      name: `${name} that is told of`,
      measured: measured / ACTS_EACH,
      against: { name: 'untold', measured: against / ACTS_EACH },
      goal: GOAL,
    });
    return [
      compared('act', times.told, times.silent),
      compared(`act, ${String(CLIENTS)} at once`, times.toldMany, times.silentMany),
    ];
  } finally {
    await pool.end();
    await database.onApplicationShutdown();
  }
}
