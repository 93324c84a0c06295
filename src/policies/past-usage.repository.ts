import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Facts } from '../domain/policies/facts.js';
import type { RollingWindow } from '../domain/policies/windows.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database, toDate } from '../infra/database/database.js';

type Usage = Facts['rolling'][number];

const units = z
  .string()
  .regex(/^[0-9]+$/)
  .transform(BigInt);
const Sums = z.tuple([z.object({ held: units, settled: units, gone: units })]);
const Frees = z.array(z.object({ at: z.bigint().transform(Number).transform(unixSeconds), total: units }));
const Count = z.tuple([z.object({ count: z.bigint() })]);

/**
 * What was used of budgets at the end of a second in the past, from what the ledger keeps: when each was reserved, when it
 * was settled, and when its transfer ended without being paid.
 */
@Injectable()
export class PastUsageRepository {
  constructor(private readonly database: Database) {}

  async usage(windows: readonly RollingWindow[], at: UnixSeconds): Promise<Usage[]> {
    const used: Usage[] = [];
    for (const window of windows) used.push(await this.one(window, at));
    return used;
  }

  /** As `ReservationsRepository.settledCount`, at that moment. */
  async settledCount(scope: string, at: UnixSeconds): Promise<number> {
    const [{ count }] = Count.parse(
      await this.database.read.$queryRaw`
        SELECT count(*) FROM limit_entry JOIN transfer ON transfer.id = transfer_id
        WHERE scope = ${scope} AND at < ${after(at)} AND transfer.state = 'settled'`,
    );
    return Number(count);
  }

  /** As `ReservationsRepository.heldForOthers`, at that moment. */
  async held(scope: string, at: UnixSeconds): Promise<bigint> {
    return (await this.sums(scope, 0, at)).held;
  }

  private async one(window: RollingWindow, at: UnixSeconds): Promise<Usage> {
    const { ruleId, scopeKey, windowSeconds, amount, max } = window;
    const { held, settled, gone } = await this.sums(scopeKey, windowSeconds, at);
    const used = held + settled - gone;
    const frees = await this.frees(scopeKey, windowSeconds, at);
    const left = frees.map((each) => ({ at: each.at, used: held + settled - each.total }));
    const fits = used + amount <= max;
    const fitsAt = left.find((each) => each.used + amount <= max)?.at ?? null;
    return { ruleId, scopeKey, used, ...(!fits && { fitsAt }), frees: left.slice(0, 3) };
  }

  private async sums(scope: string, windowSeconds: number, at: UnixSeconds) {
    const [sums] = Sums.parse(
      await this.database.read.$queryRaw`
        SELECT
          (SELECT COALESCE(sum(r.amount), 0)::text
            FROM transfer t JOIN reservation r ON r.transfer_id = t.id AND r.scope = ${scope}
            LEFT JOIN limit_entry e ON e.transfer_id = t.id AND e.scope = r.scope
            WHERE r.reserved_at < ${after(at)} AND CASE r.state
              WHEN 'settled' THEN e.at >= ${after(at)}
              WHEN 'released' THEN t.ended_at IS NULL OR t.ended_at >= ${after(at)}
              ELSE true END) AS held,
          COALESCE((SELECT total::text FROM limit_entry WHERE scope = ${scope} AND at < ${after(at)}
            ORDER BY at DESC, seq DESC LIMIT 1), '0') AS settled,
          COALESCE((SELECT total::text FROM limit_entry WHERE scope = ${scope}
            AND at <= ${toDate(unixSeconds(Math.max(0, at - windowSeconds)))}
            ORDER BY at DESC, seq DESC LIMIT 1), '0') AS gone`,
    );
    return sums;
  }

  /** When what was settled leaves the window, and the running total that is gone by then. */
  private async frees(scope: string, windowSeconds: number, at: UnixSeconds) {
    return Frees.parse(
      await this.database.read.$queryRaw`
        SELECT ceil(extract(epoch FROM at))::bigint + ${windowSeconds}::int AS at, max(total)::text AS total
        FROM limit_entry WHERE scope = ${scope} AND at < ${after(at)}
          AND at > ${toDate(unixSeconds(Math.max(0, at - windowSeconds)))}
        GROUP BY 1 ORDER BY 1`,
    );
  }
}

/** Moments are kept to the millisecond, and asked for to the second: the second counts to its end. */
function after(at: UnixSeconds): Date {
  return toDate(unixSeconds(at + 1));
}
