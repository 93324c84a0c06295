import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { PostgresProgram } from './postgres-program.js';
import { commandOf, startOf, untilGone } from './processes.js';
import { SandboxError } from './sandbox-error.js';

const postgresMajor = '18';
const owner = z.object({ pid: z.number().int().positive(), start: z.string() });

export const superuser = 'sluice';

/**
 * The folder of one sandbox database: PostgreSQL's files in `cluster`, beside the password, the log and the owner file,
 * which names the process that runs it.
 */
export class PostgresFolder {
  readonly path: string;
  readonly cluster: string;
  readonly log: string;
  private readonly mark: string;
  private readonly passwordFile: string;

  constructor(path: string) {
    this.path = resolve(path);
    this.cluster = join(this.path, 'cluster');
    this.log = join(this.path, 'postgres.log');
    this.mark = join(this.path, 'owner.json');
    this.passwordFile = join(this.path, 'password');
  }

  broken(reason: string): SandboxError {
    return new SandboxError(
      `The sandbox database in ${this.path} cannot be used: ${reason}. ` +
        'To throw it away and start over: npm start -- --fresh',
    );
  }

  get password(): string {
    return readFileSync(this.passwordFile, 'utf8').trim();
  }

  /** Writes this process into the owner file; refuses while the owner before still runs. */
  take(): void {
    mkdirSync(this.path, { recursive: true, mode: 0o711 });
    if (existsSync(this.mark)) {
      const marked = owner.safeParse(this.readMark());
      if (marked.success && startOf(marked.data.pid) === marked.data.start) {
        throw new SandboxError(
          `Another Sluice (process ${String(marked.data.pid)}) is using ${this.path}. Stop it first.`,
        );
      }
    }
    const start = startOf(process.pid);
    writeFileSync(this.mark, JSON.stringify({ pid: process.pid, start }));
  }

  release(): void {
    rmSync(this.mark, { force: true });
  }

  private readMark(): unknown {
    try {
      return JSON.parse(readFileSync(this.mark, 'utf8'));
    } catch {
      // Truncated, because its writer was killed: it names no process.
      return undefined;
    }
  }

  /** Stops the postmaster of this folder that a killed run left behind. */
  async stopOrphan(): Promise<void> {
    const file = join(this.cluster, 'postmaster.pid');
    if (!existsSync(file)) return;
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    // PostgreSQL itself clears a dead postmaster's file, and looks for its orphaned processes too.
    if (!(pid > 0) || startOf(pid) === undefined) return;
    if (!commandOf(pid)?.includes(this.cluster)) {
      // After a reboot another program has this id; PostgreSQL would wait for it to end.
      rmSync(file);
      return;
    }
    for (const [signal, waitMs] of [
      ['SIGINT', 15_000],
      ['SIGQUIT', 5_000],
    ] as const) {
      process.kill(pid, signal);
      if (await untilGone(pid, waitMs)) return;
    }
    throw new SandboxError(
      `PostgreSQL (process ${String(pid)}) of an earlier run in ${this.path} does not stop.`,
    );
  }

  async initialise(program: PostgresProgram, durable: boolean): Promise<void> {
    if (existsSync(this.cluster)) {
      this.checkCluster();
      return;
    }
    const foreign = readdirSync(this.path).filter((name) => name === 'PG_VERSION' || name === 'base');
    if (foreign.length > 0) throw this.broken('it holds a database that Sluice did not make');
    // Renamed only when complete, so that a killed first run leaves nothing that looks usable.
    const unfinished = `${this.cluster}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(this.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (program.account) {
      const { uid, gid } = program.account;
      for (const path of [this.path, unfinished, this.passwordFile]) chownSync(path, uid, gid);
    }
    await this.initdb(program, unfinished, durable);
    renameSync(unfinished, this.cluster);
  }

  private checkCluster(): void {
    const version = join(this.cluster, 'PG_VERSION');
    if (!existsSync(version)) throw this.broken('its files are incomplete');
    const major = readFileSync(version, 'utf8').trim();
    if (major !== postgresMajor) throw this.broken(`it is of PostgreSQL ${major}, not ${postgresMajor}`);
    if (!existsSync(this.passwordFile)) throw this.broken('its password file is missing');
  }

  private initdb(program: PostgresProgram, cluster: string, durable: boolean): Promise<void> {
    const args = [
      `--pgdata=${cluster}`,
      `--username=${superuser}`,
      `--pwfile=${this.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ];
    const log = openSync(this.log, 'w');
    return new Promise((resolve, reject) => {
      const child = program.run('initdb', args, ['ignore', log, log]);
      closeSync(log);
      child.once('error', reject);
      child.once('exit', (code) => {
        if (code === 0) resolve();
        else reject(this.broken(`it could not be initialised (${this.lastWords()})`));
      });
    });
  }

  lastWords(): string {
    return readFileSync(this.log, 'utf8').trim().split('\n').slice(-3).join(' / ');
  }
}
