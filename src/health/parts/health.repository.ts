import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../infra/database/database.js';

const Clock = z.tuple([z.object({ now: z.date() })]);
const Jobs = z.tuple([
  z.object({
    waiting: z.int(),
    oldest: z.date().nullable(),
    lateSeconds: z.number(),
    failing: z.array(z.object({ job: z.string(), tries: z.int(), nextAt: z.coerce.date() })),
  }),
]);
const Attempts = z.array(
  z.object({ engine: z.string(), provider: z.string(), kind: z.string(), at: z.date() }),
);

export type WaitingJobs = z.output<typeof Jobs>[0];
export type RecentAttempt = z.output<typeof Attempts>[number];

/** A job whose transfer has just moved on fails once or twice, and means nothing. */
const TRIES = 3;

/** How many simulations are looked through for the last run of each engine. */
const SIMULATIONS = 20;

/** What the database says about how the service is. */
@Injectable()
export class HealthRepository {
  constructor(private readonly database: Database) {}

  async clock(): Promise<Date> {
    const [{ now }] = Clock.parse(await this.database.read.$queryRaw`SELECT clock_timestamp() AS now`);
    return now;
  }

  /**
   * A job without a key was ordered anew while it ran, and failed after that. The engine keeps it as if it had used up all
   * its tries; the new order has taken its place.
   */
  async jobs(): Promise<WaitingJobs> {
    const rows: unknown = await this.database.read.$queryRaw`
      SELECT count(*) FILTER (WHERE is_due)::int AS waiting,
        min(run_at) FILTER (WHERE is_due) AS oldest,
        coalesce(extract(epoch FROM clock_timestamp() - min(run_at) FILTER (WHERE is_due)), 0)::float AS "lateSeconds",
        coalesce(json_agg(json_build_object('job', task_identifier, 'tries', attempts, 'nextAt', run_at))
          FILTER (WHERE last_error IS NOT NULL AND attempts >= ${TRIES}), '[]'::json) AS failing
      FROM (SELECT task_identifier, attempts, run_at, last_error,
        run_at <= clock_timestamp() AND locked_at IS NULL AS is_due
        FROM graphile_worker.jobs WHERE key IS NOT NULL) AS job`;
    return Jobs.parse(rows)[0];
  }

  /** The runs of the latest simulations, newest first. */
  async attempts(): Promise<readonly RecentAttempt[]> {
    const rows: unknown = await this.database.read.$queryRaw`
      SELECT run->'report'->>'engine' AS engine, run->'report'->>'provider' AS provider,
        run->'report'->>'kind' AS kind, latest.created_at AS at
      FROM (SELECT id, created_at, record FROM simulation ORDER BY id DESC LIMIT ${SIMULATIONS}) AS latest,
        jsonb_array_elements(latest.record->'attempts') AS run
      ORDER BY latest.id DESC`;
    return Attempts.parse(rows);
  }
}
