import {
  Injectable,
  Logger as NestLogger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Logger, type Runner, type Task, run, runMigrations } from 'graphile-worker';
import { z } from 'zod';
import type { UnixSeconds } from '../../domain/values/time.js';
import type { Tx } from '../database/database.js';
import { PgPool } from '../database/pool.js';

const Payload = z.strictObject({ id: z.string().min(1) });

export interface JobOrder {
  readonly name: string;
  /** What the job is about; one job of a name and an id waits at a time. */
  readonly id: string;
  /** Not before this moment; at once if left out. */
  readonly at?: UnixSeconds;
}

const MAX_ATTEMPTS = 1000;
const REGULARLY_MS = 30_000;

/**
 * Background work. A job is ordered in the transaction of the act that needs it, so neither is lost without
 * the other; it may run more than once, and its handler looks at the state before it acts.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new NestLogger(Jobs.name);
  private readonly tasks: Record<string, Task> = {};
  private readonly regular: (() => Promise<void>)[] = [];
  private runner: Runner | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly pg: PgPool) {}

  /** Names the one handler of a job. Called while modules initialise, before the engine starts. */
  handle(name: string, handler: (id: string) => Promise<void>): void {
    if (this.tasks[name]) throw new Error(`the job ${name} has a handler already`);
    this.tasks[name] = async (payload) => {
      await handler(Payload.parse(payload).id);
    };
  }

  /**
   * Names an act for the start and for every half minute after. The engine keeps a job that a killed process had begun
   * locked for hours; whoever owns the work orders it anew here.
   */
  regularly(act: () => Promise<void>): void {
    this.regular.push(act);
  }

  /** Orders a job within `tx`. An order for the same name and id that has not started is replaced. */
  async order(tx: Tx, { name, id, at }: JobOrder): Promise<void> {
    const runAt = at === undefined ? null : new Date(at * 1000);
    await tx.$executeRaw`
      SELECT graphile_worker.add_job(
        ${name}::text, json_build_object('id', ${id}::text),
        run_at => coalesce(${runAt}::timestamptz, now()), max_attempts => ${MAX_ATTEMPTS}::int,
        job_key => ${`${name}:${id}`}::text, job_key_mode => 'replace')`;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { pool } = this.pg;
    await runMigrations({ pgPool: pool, logger: this.quiet() });
    this.runner = await run({
      pgPool: pool,
      taskList: this.tasks,
      concurrency: 4,
      pollInterval: 500,
      noHandleSignals: true,
      logger: this.quiet(),
    });
    await this.actRegularly();
    this.timer = setInterval(() => void this.actRegularly(), REGULARLY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.runner?.stop();
  }

  private async actRegularly(): Promise<void> {
    for (const act of this.regular) {
      await act().catch((error: unknown) => {
        this.log.error(`a regular act failed and is tried again: ${String(error)}`);
      });
    }
  }

  private quiet(): Logger {
    return new Logger(() => (level: string, message) => {
      if (level === 'error') this.log.error(message);
      if (level === 'warning') this.log.warn(message);
    });
  }
}
