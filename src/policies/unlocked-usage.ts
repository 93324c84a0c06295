import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { RollingWindow } from '../domain/policies/windows.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import type { Tx } from '../infra/database/database.js';
import { LimitUsageRepository, type WindowUse } from './limit-usage.repository.js';
import type { ReservationsRepository, Usage, UsageQuery } from './reservations.repository.js';

/** What a decision asks of the budgets. */
export type UsageReader = Pick<ReservationsRepository, 'usage' | 'settledCount' | 'heldForOthers'>;

const Leaving = z.tuple([z.object({ at: z.bigint().transform(Number).transform(unixSeconds).nullable() })]);

/**
 * The same numbers as `ReservationsRepository` gives, for a transfer that has reserved nothing and will not: a dry run.
 * It locks nothing, so that whoever only asks holds up nobody who acts.
 */
@Injectable()
export class UnlockedUsage implements UsageReader {
  constructor(private readonly limits: LimitUsageRepository) {}

  async usage(tx: Tx, { windows, now }: UsageQuery): Promise<Usage[]> {
    const uses = await this.limits.of(windows, now, tx);
    const usages: Usage[] = [];
    for (const [index, window] of windows.entries()) {
      const use = uses[index];
      if (!use) throw new TypeError('every window has one row');
      usages.push(await usageOf(tx, window, use));
    }
    return usages;
  }

  async settledCount(tx: Tx, scope: string): Promise<number> {
    const found = await tx.limitScope.findUnique({ where: { key: scope } });
    return Number(found?.settledTransfers ?? 0);
  }

  async heldForOthers(tx: Tx, scope: string): Promise<bigint> {
    const found = await tx.limitScope.findUnique({ where: { key: scope } });
    return BigInt(found?.held.toFixed() ?? 0);
  }
}

async function usageOf(tx: Tx, window: RollingWindow, use: WindowUse): Promise<Usage> {
  const { ruleId, scopeKey, amount, max } = window;
  const { used, frees } = use;
  if (used + amount <= max) return { ruleId, scopeKey, used };
  return { ruleId, scopeKey, used, fitsAt: await fitsAt(tx, window, use), frees: [...frees] };
}

/** Null if what is reserved leaves no room, whatever is settled. */
async function fitsAt(
  tx: Tx,
  { scopeKey, windowSeconds, amount, max }: RollingWindow,
  { reserved }: WindowUse,
): Promise<UnixSeconds | null> {
  if (reserved + amount > max) return null;
  const [{ at }] = Leaving.parse(
    await tx.$queryRaw`
      SELECT limit_leaves_at(
        key, held + settled + ${amount.toString()}::numeric - ${max.toString()}::numeric, ${windowSeconds}::int
      ) AS at
      FROM limit_scope WHERE key = ${scopeKey}`,
  );
  return at;
}
