import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Database } from '../src/infra/database/database.js';

/** What becomes of a transfer that was permitted, while others still race. */
export type Fate = 'hold' | 'settle' | 'release';

export interface Racing {
  readonly id: string;
  /** In the order in which it asks for them. */
  readonly scopes: readonly string[];
  readonly amount: string;
  readonly then: Fate;
}

export interface Round {
  readonly round: number;
  readonly max: string;
  readonly windowSeconds: number;
}

const Report = z.object({
  kind: z.enum(['ready', 'progress', 'done', 'failed']),
  reason: z.string().optional(),
});

/** One more process of the race, with connections of its own. */
export class Racer {
  private constructor(
    private readonly child: ChildProcess,
    readonly name: string,
  ) {}

  static async start(url: string, name: string, clients: number): Promise<Racer> {
    const child = fork(fileURLToPath(new URL('./limit-racer.mjs', import.meta.url)), { execArgv: [] });
    const racer = new Racer(child, name);
    const ready = racer.until('ready');
    child.send({ url, name, clients });
    await ready;
    return racer;
  }

  async race(transfers: readonly Racing[], round: Round & { naive?: boolean }): Promise<void> {
    const done = this.until('done');
    this.child.send({ ...round, transfers });
    await done;
  }

  /** Kills it, as a crash does, when it has brought so many transfers to an end; the rest of them never happens. */
  async raceAndDie(transfers: readonly Racing[], round: Round, after: number): Promise<void> {
    let progress = 0;
    this.child.on('message', (message) => {
      if (Report.parse(message).kind === 'progress') progress += 1;
      if (progress === after) this.child.kill('SIGKILL');
    });
    const died = once(this.child, 'exit');
    this.child.send({ ...round, transfers });
    await died;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }

  private until(kind: 'ready' | 'done'): Promise<void> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        child.off('message', onMessage);
        child.off('exit', onExit);
      };
      const onExit = (): void => {
        stop();
        reject(new Error(`${this.name} has ended`));
      };
      const onMessage = (message: unknown): void => {
        const report = Report.parse(message);
        if (report.kind !== kind && report.kind !== 'failed') return;
        stop();
        if (report.kind === 'failed') reject(new Error(report.reason));
        else resolve();
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
    });
  }
}

/** Where racers write down what they did, in the order in which it happened. */
export async function raceTables({ read }: Database): Promise<void> {
  await read.$executeRawUnsafe('CREATE SEQUENCE race_turn');
  await read.$executeRawUnsafe(`CREATE TABLE race_line (turn bigint PRIMARY KEY, round int, kind text, transfer text,
    scopes text[], amount numeric, used text[], permitted boolean, backend int DEFAULT pg_backend_pid())`);
  await read.$executeRawUnsafe('CREATE TABLE naive (transfer text, scope text, amount numeric)');
  await read.$executeRawUnsafe('CREATE INDEX ON naive (scope)');
}

const Lines = z.array(
  z.object({
    kind: z.enum(['request', 'settle', 'release']),
    transfer: z.string(),
    scopes: z.array(z.string()).nullable(),
    amount: z.string().transform(BigInt).nullable(),
    used: z.array(z.string().transform(BigInt)).nullable(),
    permitted: z.boolean().nullable(),
    backend: z.number(),
  }),
);
export type Line = z.output<typeof Lines>[number];

export async function linesOf({ read }: Database, round: number): Promise<Line[]> {
  return Lines.parse(
    await read.$queryRaw`
      SELECT kind, transfer, scopes, amount::text, used, permitted, backend FROM race_line
      WHERE round = ${round} ORDER BY turn`,
  );
}

/** What a killed process had on its way to commit is committed, or is rolled back, before its connections are gone. */
export async function connectionsGone({ read }: Database, name: string): Promise<void> {
  for (;;) {
    const open = await read.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE application_name = ${name}`;
    if (open.length === 0) return;
    await setImmediate();
  }
}
