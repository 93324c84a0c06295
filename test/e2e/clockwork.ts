import { z } from 'zod';
import { until } from './until.js';

/** Between two looks at the chain for a transfer that no step waits for, and for one that a step does wait for. */
export const SELDOM_MS = 2_000;
const SOON_MS = 200;

const Ids = z.array(z.object({ id: z.string() }));

/** A story's steps that lean on background jobs: what has been done by them, and when they are done next. */
export abstract class Clockwork {
  abstract sql(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;

  /** Until a background job is being done, or waits for its next turn after it has been done. */
  async awaitJob(name: string, id: string, what: 'running' | 'waiting'): Promise<void> {
    const is = what === 'running' ? 'locked_at IS NOT NULL' : 'locked_at IS NULL AND run_at > now()';
    const text = `SELECT FROM graphile_worker._private_jobs WHERE key = $1 AND ${is}`;
    await until(`${name} of ${id} to be ${what}`, async () => {
      return (await this.sql(text, [`${name}:${id}`])).length > 0;
    });
  }

  /** As `until`, for what looks at the chain for a transfer bring about: they come soon while a step waits for them. */
  async untilSeen(what: string, id: string, isSo: () => Promise<boolean>): Promise<void> {
    // One that was put off stays so.
    const text = `WITH hurried AS (
        UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1 AND locked_at IS NULL
          AND run_at > now() AND run_at < now() + $2::int * interval '1 millisecond' RETURNING key)
      SELECT pg_notify('jobs:insert', '{"count":1}') FROM hurried`;
    await until(what, async () => {
      await this.sql(text, [`watch:${id}`, SELDOM_MS - SOON_MS]);
      return isSo();
    });
  }

  /** Until the chain was looked at for this transfer, from beginning to end, or the transfer has moved on. */
  async watched(id: string): Promise<void> {
    const [state, [first = 0n]] = [await this.stateInDatabase(id), await this.turns('watch', id)];
    let next: bigint | undefined;
    await this.untilSeen(`${id} to be watched`, id, async () => {
      if ((await this.stateInDatabase(id)) !== state) return true;
      const turns = await this.turns('watch', id);
      // A turn has its number from its order on, until it is over; this one was ordered after the call.
      next ??= turns.find((each) => each > first);
      return next !== undefined && !turns.includes(next);
    });
  }

  /** Lets a job that waits for its next turn have it now; on a busy machine it may have had its last one meanwhile. */
  async hurry(name: string, id: string): Promise<void> {
    const text = `WITH hurried AS (
        UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1 AND locked_at IS NULL RETURNING key)
      SELECT pg_notify('jobs:insert', '{"count":1}') FROM hurried`;
    await until(`${name} of ${id} to have its turn`, async () => {
      const hurried = await this.sql(text, [`${name}:${id}`]);
      return hurried.length > 0 || (await this.turns(name, id)).length === 0;
    });
  }

  /** Puts off a job that waits for its next turn, so that something else finds first what there is to find. */
  async postpone(name: string, id: string): Promise<void> {
    // One that is being done would order its next turn anew.
    const text = `UPDATE graphile_worker._private_jobs AS job SET run_at = now() + interval '1 hour'
      WHERE key = $1 AND locked_at IS NULL AND NOT EXISTS (
        SELECT FROM graphile_worker._private_jobs AS other
        WHERE other.task_id = job.task_id AND other.payload->>'id' = $2 AND other.locked_at IS NOT NULL)
      RETURNING key`;
    await until(`${name} of ${id} to be put off`, async () => {
      return (await this.sql(text, [`${name}:${id}`, id])).length > 0;
    });
  }

  /** As `GET /v1/transfers/{id}` shows it, without the work of a request. */
  protected async stateInDatabase(id: string): Promise<string> {
    const rows = await this.sql('SELECT state FROM transfer WHERE id = $1', [id]);
    return z.tuple([z.object({ state: z.string() })]).parse(rows)[0].state;
  }

  /** The numbers of a job's turns that are not over, in order: one that is being done, and one that waits. */
  private async turns(name: string, id: string): Promise<readonly bigint[]> {
    const text = `SELECT job.id::text FROM graphile_worker._private_jobs AS job
      JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id
      WHERE task.identifier = $1 AND job.payload->>'id' = $2 ORDER BY job.id`;
    return Ids.parse(await this.sql(text, [name, id])).map((each) => BigInt(each.id));
  }
}
