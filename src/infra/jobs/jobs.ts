import { EventEmitter } from 'node:events';
import {
  Injectable,
  Logger as NestLogger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  Logger,
  type Runner,
  type Task,
  type WorkerEvents,
  type WorkerPool,
  run,
  runMigrations,
} from 'graphile-worker';
import { z } from 'zod';
import type { UnixSeconds } from '../../domain/values/time.js';
import { Cadence } from '../cadence/cadence.js';
import type { Tx } from '../database/database.js';
import { PgPool } from '../database/pool.js';

const Payload = z.strictObject({ id: z.string().min(1) });

/** When a job is due: at once, at a moment, or some time after its order by the database's clock. */
type Due =
  | { readonly at?: never; readonly after?: never }
  | { readonly at: UnixSeconds; readonly after?: never }
  | { readonly at?: never; readonly after: keyof Cadence };

export type JobOrder = Due & {
  readonly name: string;
  /** The job's subject; at most one job per name and id waits at a time. */
  readonly id: string;
};

const MAX_ATTEMPTS = 1000;
/** Margin, because Node's timers and the database's clock both truncate to milliseconds. */
const LATER_MS = 2;

/**
 * Background work. A job is ordered in the transaction of the act that needs it, so a crash loses both or neither. It
 * may run more than once, so its handler checks the state before it acts.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new NestLogger(Jobs.name);
  private readonly tasks: Record<string, Task> = {};
  private readonly regular: (() => Promise<void>)[] = [];
  private runner: Runner | undefined;
  private hands: WorkerPool | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pg: PgPool,
    private readonly cadence: Cadence,
  ) {}

  /** Registers the one handler of a job. Call it while modules initialise, before the engine starts. */
  handle(name: string, handler: (id: string) => Promise<void>): void {
    if (this.tasks[name]) throw new Error(`the job ${name} has a handler already`);
    this.tasks[name] = async (payload) => {
      await handler(Payload.parse(payload).id);
    };
  }

  /**
   * Registers an act to run at start-up and every half minute. The engine keeps the jobs of a killed process locked for
   * hours, so their owners order them again here.
   */
  regularly(act: () => Promise<void>): void {
    this.regular.push(act);
  }

  /** Orders a job within `tx`. An order for the same name and id that has not started is replaced. */
  async order(tx: Tx, { name, id, at, after }: JobOrder): Promise<void> {
    const runAt = at === undefined ? null : new Date(at * 1000);
    const afterMs = after === undefined ? 0 : this.cadence[after];
    // By clock_timestamp(), because now() is the start of the transaction: a long one would shorten the pause.
    await tx.$executeRaw`
      SELECT graphile_worker.add_job(
        ${name}::text, json_build_object('id', ${id}::text),
        run_at => coalesce(${runAt}::timestamptz, clock_timestamp() + ${afterMs}::int * interval '1 millisecond'),
        max_attempts => ${MAX_ATTEMPTS}::int,
        job_key => ${`${name}:${id}`}::text, job_key_mode => 'replace')`;
    // The engine hears of an order at its commit, and polls for later ones only now and then.
    if (afterMs > 0) setTimeout(() => this.hands?.nudge(1), afterMs + LATER_MS).unref();
  }

  async onApplicationBootstrap(): Promise<void> {
    const { pool } = this.pg;
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => {
      this.hands = workerPool;
    });
    // Workers that are shutting down must not be nudged.
    events.on('pool:gracefulShutdown', () => (this.hands = undefined));
    await runMigrations({ pgPool: pool, logger: this.quiet() });
    this.runner = await run({
      pgPool: pool,
      taskList: this.tasks,
      concurrency: 4,
      pollInterval: this.cadence.jobPoll,
      noHandleSignals: true,
      logger: this.quiet(),
      events,
    });
    await this.actRegularly();
    this.timer = setInterval(() => void this.actRegularly(), this.cadence.regularly);
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
