import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '../src/infra/database/connections.js';
import { removePostgres, startPostgres, type Postgres } from './postgres.js';
import { until } from '../test/e2e/until.js';
import { startOf } from './processes.js';

async function valueOf(postgres: Postgres, sql: string): Promise<unknown> {
  const client = await openClient(postgres.url('kept'));
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return (rows as unknown[][])[0]?.[0];
  } finally {
    await client.end();
  }
}

function isListed(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process
  }
}

describe('startPostgres', () => {
  let folder: string;
  let dataFolder: string;
  const start = (port?: number): Promise<Postgres> =>
    startPostgres({ dataFolder, durable: false, ...(port === undefined ? {} : { port }) });
  const postmaster = (): number =>
    Number.parseInt(readFileSync(join(dataFolder, 'cluster/postmaster.pid'), 'utf8'), 10);
  const forgetOwner = (): void => {
    // The mark of a process that is gone: no process has started at that time.
    writeFileSync(join(dataFolder, 'owner.json'), JSON.stringify({ pid: process.pid, start: 'long ago' }));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'));
    dataFolder = join(folder, 'data');
  });
  afterEach(async () => {
    await removePostgres(dataFolder);
    rmSync(folder, { recursive: true, force: true });
  });

  it('heals what killed runs leave: a running PostgreSQL, then a stale postmaster.pid', async () => {
    const first = await start();
    await first.createDatabase('kept');
    await valueOf(first, `CREATE TABLE note AS SELECT 'still here' AS text`);
    const orphan = postmaster();
    await expect(start()).rejects.toThrow(
      `Another Sluice (process ${String(process.pid)}) is using ${dataFolder}`,
    );
    expect(startOf(orphan)).toBeDefined();
    forgetOwner();

    const second = await start(first.port);
    expect(startOf(orphan)).toBeUndefined();
    expect(await valueOf(second, 'SELECT text FROM note')).toBe('still here');
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    // A child of this process: until it is reaped, PostgreSQL takes it for one that runs.
    await until('the killed PostgreSQL to be reaped', () => Promise.resolve(!isListed(killed)));
    forgetOwner();

    const third = await start();
    expect(await valueOf(third, 'SELECT text FROM note')).toBe('still here');
    await third.createDatabase('kept');
    await third.stop();
    await third.stop();
  });

  it('does not signal another program that has the id of the old postmaster', async () => {
    await (await start()).stop();
    writeFileSync(join(dataFolder, 'cluster/postmaster.pid'), `${String(process.pid)}\n`);
    const postgres = await start();
    await postgres.createDatabase('kept');
    expect(await valueOf(postgres, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await valueOf(postgres, 'SHOW fsync')).toBe('off');
    expect(statSync(join(dataFolder, 'password')).mode & 0o777).toBe(0o600);
    const guess = postgres.url('kept').replace(/:[^:@]+@/, ':wrong@');
    await expect(openClient(guess)).rejects.toThrow('password authentication failed');
    await postgres.stop();
  });

  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const message = `Port ${String(port)} for the sandbox database is already in use`;
      await expect(start(port)).rejects.toThrow(message);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('says what to do about a broken folder', async () => {
    await (await start()).stop();
    writeFileSync(join(dataFolder, 'cluster/PG_VERSION'), '12\n');
    await expect(start()).rejects.toThrow(`${dataFolder} cannot be used: it is of PostgreSQL 12`);
    writeFileSync(join(dataFolder, 'cluster/PG_VERSION'), '18\n');
    rmSync(join(dataFolder, 'cluster/global'), { recursive: true });
    await expect(start()).rejects.toThrow(/PostgreSQL stopped at its start .* npm start -- --fresh$/);
    rmSync(join(dataFolder, 'cluster'), { recursive: true });
    mkdirSync(join(dataFolder, 'cluster.new'));
    writeFileSync(join(dataFolder, 'cluster.new/half'), 'an initdb that was killed');
    await (await start()).stop();
  });
});
