import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOG_SETTINGS } from '../../../test/log-settings.js';
import { freshDatabase } from '../../../test/world.js';
import { loadConfig } from '../../config/config.js';
import { Database, type Tx } from './database.js';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = new Database(
    loadConfig({
      DATABASE_URL: fresh.url,
      RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
      CHAIN_ID: '1',
      RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
      FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
      ...LOG_SETTINGS,
      SESSION_SECRET: 'x'.repeat(32),
      PUBLIC_ORIGIN: 'http://localhost:3000',
    }),
  );
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await fresh.drop();
});

describe('a read within a time', () => {
  it.each<[string, (tx: Tx) => Promise<unknown>]>([
    ['rows', (tx) => tx.transfer.findMany()],
    ['counts', (tx) => tx.transfer.groupBy({ by: ['state'], _count: { _all: true } })],
    ['a query by hand', (tx) => tx.$queryRaw`SELECT FROM transfer`],
  ])('is cancelled after it: %s', async (_, read) => {
    await database.transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE transfer IN ACCESS EXCLUSIVE MODE`;
      expect(await database.readWithin(20, read)).toBe('too-long');
    });
    expect(await database.readWithin(10_000, read)).toEqual([]);
  });

  it('hands on every other fault, and leaves the connection as it was', async () => {
    await expect(database.readWithin(10_000, (tx) => tx.$queryRaw`SELECT 1 / 0`)).rejects.toThrow();
    const settings = await Promise.all(
      Array.from({ length: 12 }, () => database.read.$queryRaw`SHOW statement_timeout`),
    );
    expect(settings).toEqual(Array.from({ length: 12 }, () => [{ statement_timeout: '0' }]));
  });
});
