import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Decision } from '../domain/policies/decision.js';
import type { Facts } from '../domain/policies/facts.js';
import type { RollingWindow } from '../domain/policies/scopes.js';
import type { TransferId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';

export interface UsageQuery {
  /** Every scope that this transaction may reserve in, not only those with a limit today. */
  readonly scopes: readonly string[];
  readonly windows: readonly RollingWindow[];
  readonly now: UnixSeconds;
  /** A transfer that is decided again does not compete with its own reservation. */
  readonly exceptTransferId: TransferId;
}

export type Usage = Facts['rolling'][number];

const Sums = z.array(
  z.object({
    used: z
      .string()
      .regex(/^[0-9]+$/)
      .transform(BigInt),
  }),
);

/**
 * Budget held for transfers until the chain decides. `held` counts always, `settled` for the length of a rule's
 * window from the moment of settlement, `released` never (invariant 11).
 */
@Injectable()
export class ReservationsRepository {
  /** Which scopes a running transaction has locked. A reservation after an unlocked read could overspend. */
  private readonly locks = new WeakMap<Tx, ReadonlySet<string>>();

  constructor(private readonly database: Database) {}

  /**
   * Takes the scopes' row locks in one order for everybody, so that two transactions cannot wait for each other.
   * A statement that starts after the lock sees, at READ COMMITTED, all that the holder before has committed.
   * Take it before the first audit entry of a transaction: the head of the log is a lock as well, and whoever
   * holds it while waiting for a scope can deadlock with one who does it the other way round.
   */
  async lock(tx: Tx, scopes: readonly string[]): Promise<void> {
    const keys = [...new Set(scopes)].sort();
    for (const key of keys) {
      await tx.$executeRaw`
        INSERT INTO limit_scope (key, reservations) VALUES (${key}, 1)
        ON CONFLICT (key) DO UPDATE SET reservations = limit_scope.reservations + 1`;
    }
    this.locks.set(tx, new Set([...(this.locks.get(tx) ?? []), ...keys]));
  }

  /** Locks the scopes to the end of the transaction and then reads what is used of each window. */
  async usage(tx: Tx, query: UsageQuery): Promise<Usage[]> {
    const unlocked = query.windows.find((window) => !query.scopes.includes(window.scopeKey));
    if (unlocked) throw new TypeError(`the use of ${unlocked.scopeKey} is asked for without its lock`);
    await this.lock(tx, query.scopes);
    const usage: Usage[] = [];
    for (const { ruleId, scopeKey, windowSeconds } of query.windows) {
      const since = toDate(unixSeconds(query.now - windowSeconds));
      const [sum] = Sums.parse(
        await tx.$queryRaw`
          SELECT COALESCE(SUM(amount), 0)::text AS used FROM reservation
          WHERE scope = ${scopeKey} AND transfer_id <> ${query.exceptTransferId}
            AND (state = 'held' OR (state = 'settled' AND reserved_at > ${since}))`,
      );
      if (sum === undefined) throw new TypeError('a sum has one row');
      usage.push({ ruleId, scopeKey, used: sum.used });
    }
    return usage;
  }

  /**
   * How many transfers of a scope have settled: their receipts were seen, final, and did what was approved. Read in the
   * transaction that locked the scope, so that of two transfers at once none counts the other before it has settled.
   */
  async settledCount(tx: Tx, scope: string): Promise<number> {
    if (this.locks.get(tx)?.has(scope) !== true) {
      throw new TypeError(`settled transfers of ${scope} are counted without its lock`);
    }
    return tx.reservation.count({ where: { scope, state: 'settled', transfer: { state: 'settled' } } });
  }

  /** Holds the budget that a decision asks for. Only in the transaction that locked and read the same scopes. */
  async reserve(tx: Tx, transferId: TransferId, reservations: Decision['reservations']): Promise<void> {
    const locked = this.locks.get(tx);
    const unlocked = reservations.find(({ scope }) => locked?.has(scope) !== true);
    if (unlocked) throw new TypeError(`budget of ${unlocked.scope} is reserved without its lock`);
    const reservedAt = toDate(await this.database.now(tx));
    await tx.reservation.createMany({
      data: reservations.map(({ scope, amount }) => ({
        transferId,
        scope,
        amount,
        state: 'held',
        reservedAt,
      })),
    });
  }

  /** The chain has paid: from now on the amount counts for the length of each window. */
  async settle(tx: Tx, transferId: TransferId): Promise<void> {
    // Counted from the request, a transfer that was held for a day would leave the window as it is paid.
    const reservedAt = toDate(await this.database.now(tx));
    const { count } = await tx.reservation.updateMany({
      where: { transferId, state: 'held' },
      data: { state: 'settled', reservedAt },
    });
    if (count === 0) throw new Error(`${transferId} was paid without held budget`);
  }

  /** Only when the chain can no longer pay: the nonce is used by something else, or nothing was ever signed. */
  async release(tx: Tx, transferId: TransferId): Promise<void> {
    await tx.reservation.updateMany({ where: { transferId, state: 'held' }, data: { state: 'released' } });
  }
}
