import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../test/e2e/until.js';
import { type FreshDatabase, freshDatabase } from '../../../test/world.js';
import { openClient, openPool } from './connections.js';

let fresh: FreshDatabase;

beforeEach(async () => {
  fresh = await freshDatabase();
});

afterEach(() => fresh.drop());

describe('connections that the server closes', () => {
  it('do not end the process, idle or in use, and are told of', async () => {
    const lost = new Set<string>();
    const noting = (name: string) => () => void lost.add(name);
    const pools = ['in use', 'idle'].map((name) => openPool({ connectionString: fresh.url }, noting(name)));
    const [inUse, idle] = await Promise.all(pools.map((pool) => pool.connect()));
    idle?.release();
    const client = await openClient(fresh.url, noting('alone'));
    await fresh.drop();
    await until('each of them to be lost', () => Promise.resolve(lost.size === 3));
    await expect(inUse?.query('SELECT 1')).rejects.toThrow();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    inUse?.release();
    await Promise.all([client, ...pools].map((each) => each.end()));
  });

  it('do not end the process when nobody is told', async () => {
    const pool = openPool({ connectionString: fresh.url });
    const [inUse, idle] = [await pool.connect(), await pool.connect()];
    idle.release();
    const removed = new Promise((resolve) => pool.once('remove', resolve));
    await fresh.drop();
    await removed;
    await expect(inUse.query('SELECT 1')).rejects.toThrow();
    inUse.release();
    await pool.end();
  });
});
