import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';

/** One budget within one window. */
export interface AskedWindow {
  readonly scopeKey: string;
  readonly windowSeconds: number;
}

/** What counts in it, in the unit of its key. */
export interface WindowUse {
  /** Held and settled within the window. */
  readonly used: bigint;
  /** The held part of it: reserved for transfers, and neither paid nor released. */
  readonly reserved: bigint;
  /** The next three times at which settled amounts leave the window, and what is used from then on. */
  readonly frees: readonly { readonly at: UnixSeconds; readonly used: bigint }[];
}

const units = z
  .string()
  .regex(/^[0-9]+$/)
  .transform(BigInt);
const Rows = z.array(
  z.object({
    used: units,
    reserved: units,
    frees: z.array(z.object({ at: z.number().int().transform(unixSeconds), used: units })),
  }),
);

/** What is used of limits, for people to see. It locks nothing, so nothing may be decided by it. */
@Injectable()
export class LimitUsageRepository {
  constructor(private readonly database: Database) {}

  /** In one statement, and so as of one moment: the same numbers as `ReservationsRepository.usage`, without a lock. */
  async of(
    windows: readonly AskedWindow[],
    now: UnixSeconds,
    tx: Tx = this.database.read,
  ): Promise<readonly WindowUse[]> {
    if (windows.length === 0) return [];
    return Rows.parse(
      await tx.$queryRaw`
        WITH asked AS (
          SELECT * FROM unnest(
            ${windows.map((each) => each.scopeKey)}::text[], ${windows.map((each) => each.windowSeconds)}::int[]
          ) WITH ORDINALITY AS a(scope, seconds, place)
        ), now_used AS (
          SELECT a.*, COALESCE(s.held, 0) AS held, COALESCE(s.settled, 0) AS settled,
            limit_total_at(a.scope, ${toDate(now)}::timestamptz - make_interval(secs => a.seconds)) AS gone
          FROM asked a LEFT JOIN limit_scope s ON s.key = a.scope
        )
        SELECT (u.held + u.settled - u.gone)::text AS used, u.held::text AS reserved, next.frees
        FROM now_used u CROSS JOIN LATERAL (
          WITH RECURSIVE step(number, leaves, gone) AS (
            SELECT 0, NULL::bigint, u.gone
            UNION ALL
            SELECT number + 1, l.leaves, limit_total_at(u.scope, to_timestamp(l.leaves - u.seconds))
            FROM step CROSS JOIN LATERAL (
              SELECT limit_leaves_at(u.scope, step.gone + 1, u.seconds) AS leaves
            ) l
            WHERE step.gone < u.settled AND number < 3
          )
          SELECT COALESCE(
            jsonb_agg(
              jsonb_build_object('at', leaves, 'used', (u.held + u.settled - gone)::text) ORDER BY number
            ) FILTER (WHERE number > 0), '[]') AS frees
          FROM step
        ) next
        ORDER BY u.place`,
    );
  }

  /** Those of these budgets that anything was ever held or settled in. */
  async used(scopeKeys: readonly string[]): Promise<ReadonlySet<string>> {
    if (scopeKeys.length === 0) return new Set();
    const rows = await this.database.read.limitScope.findMany({
      where: { key: { in: [...scopeKeys] }, OR: [{ held: { gt: 0 } }, { entries: { gt: 0 } }] },
      select: { key: true },
    });
    return new Set(rows.map(({ key }) => key));
  }
}
