import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { logSettings } from '../../../test/log-world.js';
import { type FreshDatabase, freshDatabase } from '../../../test/world.js';
import { loadConfig } from '../../config/config.js';
import { unixSeconds } from '../../domain/values/time.js';
import { Cadence } from '../cadence/cadence.js';
import { Database, type Tx } from '../database/database.js';
import { PgPool } from '../database/pool.js';
import { HealthRepository } from '../../health/parts/health.repository.js';
import { Jobs } from './jobs.js';

let fresh: FreshDatabase;
let database: Database;
let pg: PgPool;

beforeEach(async () => {
  fresh = await freshDatabase();
  const config = loadConfig(logSettings(fresh.url));
  [database, pg] = [new Database(config), new PgPool(config)];
});
afterEach(async () => {
  await database.onApplicationShutdown();
  await pg.onApplicationShutdown();
  await fresh.drop();
});

const Due = z.tuple([z.object({ ms: z.coerce.number() })]);

/** How long after the database's clock of now a job is due, in milliseconds. */
async function dueIn(tx: Tx): Promise<number> {
  const rows = await tx.$queryRaw`
    SELECT extract(epoch FROM run_at - clock_timestamp()) * 1000 AS ms FROM graphile_worker._private_jobs`;
  return Due.parse(rows)[0].ms;
}

describe(Jobs.name, () => {
  it('does a job after its pause, to the millisecond, without asking for it meanwhile', async () => {
    const jobs = new Jobs(pg, new Cadence({ watch: 150, jobPoll: 60_000 }));
    const done = new Promise<number>((resolve) => {
      jobs.handle('watch', () => {
        resolve(performance.now());
        return Promise.resolve();
      });
    });
    await jobs.onApplicationBootstrap();
    const before = performance.now();
    await database.transaction((tx) => jobs.order(tx, { name: 'watch', id: 'tr_1', after: 'watch' }));
    const took = (await done) - before;
    await jobs.beforeApplicationShutdown();
    expect(took).toBeGreaterThanOrEqual(150);
    expect(took).toBeLessThan(10_000);
  });

  it('counts a pause from the order, however long its transaction has taken before', async () => {
    const jobs = new Jobs(pg, new Cadence({ watch: 60_000 }));
    const due = await database.transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_sleep(0.3)`;
      await jobs.order(tx, { name: 'watch', id: 'tr_1', after: 'watch' });
      return dueIn(tx);
    });
    expect(due).toBeGreaterThan(59_800);
    expect(due).toBeLessThanOrEqual(60_000);
  });

  it('does a job at the moment that it is ordered for, and at once if there is none', async () => {
    const jobs = new Jobs(pg, new Cadence());
    const now = await database.now();
    const [later, atOnce] = await database.transaction(async (tx) => {
      await jobs.order(tx, { name: 'expire', id: 'tr_1', at: unixSeconds(now + 3_600) });
      const rows = await tx.$queryRaw`
        SELECT extract(epoch FROM run_at) * 1000 AS ms FROM graphile_worker._private_jobs`;
      await jobs.order(tx, { name: 'expire', id: 'tr_1' });
      return [Due.parse(rows)[0].ms, await dueIn(tx)];
    });
    expect(later).toBe((now + 3_600) * 1_000);
    expect(atOnce).toBeLessThanOrEqual(0);
  });

  it('is not taken for failing because of a job that was ordered anew while it ran', async () => {
    const jobs = new Jobs(pg, new Cadence({ watch: 1 }));
    let runs = 0;
    const again = new Promise<void>((resolve) => {
      jobs.handle('watch', async () => {
        runs += 1;
        if (runs > 1) {
          resolve();
          return;
        }
        await database.transaction((tx) => jobs.order(tx, { name: 'watch', id: 'tr_2' }));
        throw new Error('the transfer has moved on');
      });
    });
    await jobs.onApplicationBootstrap();
    await database.transaction((tx) => jobs.order(tx, { name: 'watch', id: 'tr_2' }));
    await again;
    await jobs.beforeApplicationShutdown();
    const kept = await database.read
      .$queryRaw`SELECT key FROM graphile_worker.jobs WHERE last_error IS NOT NULL`;
    expect(kept).toEqual([{ key: null }]);
    expect((await new HealthRepository(database).jobs()).failing).toEqual([]);
  });
});
