import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { openClient } from '../src/infra/database/connections.js';
import { claimPort } from './ports.js';
import { PostgresFolder, superuser } from './postgres-folder.js';
import { PostgresProgram } from './postgres-program.js';
import { stopChild } from './processes.js';

export interface PostgresOptions {
  /** Created on first use, and reused later. */
  dataFolder: string;
  /** Any free port if omitted. */
  port?: number;
  /** False turns fsync off; for tests only. */
  durable?: boolean;
}

export interface Postgres {
  port: number;
  url(database: string): string;
  /** Does nothing when the database exists already. */
  createDatabase(name: string, template?: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

function settings(port: number, durable: boolean): string[] {
  const values = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '400',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Reads the eighth line of postmaster.pid, as pg_ctl does; the log's wording depends on the locale. */
function isReady(cluster: string, child: ChildProcess): boolean {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines[0] === String(child.pid) && lines[7]?.trim() === 'ready';
}

async function launch(
  folder: PostgresFolder,
  program: PostgresProgram,
  args: string[],
): Promise<ChildProcess> {
  const log = openSync(folder.log, 'w');
  const child = program.run('postgres', ['-D', folder.cluster, ...args], ['ignore', log, log]);
  closeSync(log);
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      reject(folder.broken(`PostgreSQL stopped at its start (${folder.lastWords()})`));
    });
  });
  const ready = async (): Promise<void> => {
    const deadline = Date.now() + startTimeoutMs;
    while (!isReady(folder.cluster, child)) {
      if (Date.now() > deadline)
        throw folder.broken(`PostgreSQL did not start in ${String(startTimeoutMs / 1000)} s`);
      if (child.exitCode !== null) return failed;
      await sleep(15);
    }
  };
  await Promise.race([ready(), failed]);
  // From here on the holders of connections notice an exit.
  failed.catch(() => undefined);
  return child;
}

async function query(url: string, use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = await openClient(url);
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function handle(folder: PostgresFolder, port: number, child: ChildProcess): Postgres {
  const { password } = folder;
  const url = (database: string): string =>
    `postgresql://${superuser}:${password}@127.0.0.1:${String(port)}/${encodeURIComponent(database)}`;
  return {
    port,
    url,
    createDatabase: (name, template = 'template1') =>
      query(url('postgres'), async (client) => {
        const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
        if (rowCount) return;
        const quoted = (each: string): string => client.escapeIdentifier(each);
        await client.query(`CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(template)}`);
      }),
    dropDatabase: (name) =>
      query(url('postgres'), (client) =>
        client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
      ),
    stop: async () => {
      // PostgreSQL's "fast" shutdown; SIGQUIT is "immediate", which the next start recovers from.
      await stopChild(child, { polite: 'SIGINT', rude: 'SIGQUIT', afterMs: 15_000 });
      folder.release();
    },
  };
}

/** Starts a real PostgreSQL 18 on 127.0.0.1 with its data in one folder, and cleans up after a killed run. */
export async function startPostgres({
  dataFolder,
  port,
  durable = true,
}: PostgresOptions): Promise<Postgres> {
  const folder = new PostgresFolder(dataFolder);
  folder.take();
  try {
    const program = new PostgresProgram(folder);
    await folder.stopOrphan();
    const chosen = await claimPort(port, 'the sandbox database');
    await folder.initialise(program, durable);
    const child = await launch(folder, program, settings(chosen, durable));
    return handle(folder, chosen, child);
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** Deletes a sandbox database, stopping an orphan of a killed run first; refuses while its owner still runs. */
export async function removePostgres(dataFolder: string): Promise<void> {
  const folder = new PostgresFolder(dataFolder);
  folder.take();
  await folder.stopOrphan();
  rmSync(folder.path, { recursive: true, force: true });
}
