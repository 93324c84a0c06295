import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Decision } from '../domain/policies/decision.js';
import type { Facts } from '../domain/policies/facts.js';
import type { RollingWindow } from '../domain/policies/windows.js';
import type { TransferId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { type Tx, toDate } from '../infra/database/database.js';

export interface UsageQuery {
  /** Every scope that this transaction may reserve in, whether or not it has a limit today. */
  readonly scopes: readonly string[];
  readonly windows: readonly RollingWindow[];
  readonly now: UnixSeconds;
  /** The transfer itself, whose own reservation does not count when it is decided again. */
  readonly exceptTransferId: TransferId;
}

/** The usage of one window. `fitsAt` and `frees` are set only if the amount does not fit now. */
export type Usage = Facts['rolling'][number];

const moment = z.number().int().transform(unixSeconds);
const units = z
  .string()
  .regex(/^[0-9]+$/)
  .transform(BigInt);
const UsageRows = z.array(
  z.object({
    used: units,
    fits: z.boolean(),
    fitsAt: z.bigint().transform(Number).pipe(moment).nullable(),
    frees: z.array(z.object({ at: moment, used: units })),
  }),
);
const Settled = z.tuple([z.object({ settled: z.bigint() })]);

/** The scopes that a running transaction has locked, and the windows that it has read under the locks. */
interface Held {
  readonly scopes: ReadonlySet<string>;
  readonly windows?: readonly RollingWindow[];
}

/**
 * Budget held for transfers until the chain decides. `held` amounts always count, `settled` ones for the length of a
 * rule's window from their settlement, `released` ones never (invariant 11). The database keeps the sums: a counter of
 * what is held, and a running total of what was settled. So a window is the difference of two totals, at constant cost.
 */
@Injectable()
export class ReservationsRepository {
  /** Enforces reading under lock: a reservation after an unlocked read could overspend. */
  private readonly held = new WeakMap<Tx, Held>();

  /**
   * Locks the scopes' rows in one global order, which prevents deadlock among reservations. At READ COMMITTED, a
   * statement that starts after the lock sees everything that the previous holder has committed.
   * Also against deadlock, take it before the advisory lock of freezes and steps (`FreezeTurnsRepository`).
   */
  async lock(tx: Tx, scopes: readonly string[]): Promise<void> {
    await tx.$executeRaw`SELECT limit_lock(${[...scopes]}::text[])`;
    this.remember(tx, { scopes });
  }

  /** As `lock`, for the scopes of a transfer's budget: before an act that may end it, and before its audit entry. */
  async lockHeld(tx: Tx, transferId: TransferId): Promise<void> {
    await tx.$executeRaw`SELECT limit_lock_held(${transferId})`;
  }

  /** Locks the scopes to the end of the transaction and reads the usage of each window, in one round trip. */
  async usage(tx: Tx, { scopes, windows, now, exceptTransferId }: UsageQuery): Promise<Usage[]> {
    const unlocked = windows.find((window) => !scopes.includes(window.scopeKey));
    if (unlocked) throw new TypeError(`the use of ${unlocked.scopeKey} is asked for without its lock`);
    const rows = UsageRows.parse(
      await tx.$queryRaw`
        SELECT used::text, fits, fits_at AS "fitsAt", frees FROM limit_usage(
          ${[...scopes]}::text[], ${windows.map((each) => each.scopeKey)}::text[],
          ${windows.map((each) => each.windowSeconds)}::int[],
          ${windows.map((each) => each.amount.toString())}::numeric[],
          ${windows.map((each) => each.max.toString())}::numeric[], ${toDate(now)}, ${exceptTransferId})`,
    );
    this.remember(tx, { scopes, windows });
    return windows.map(({ ruleId, scopeKey }, index) => {
      const row = rows[index];
      if (row === undefined) throw new TypeError('every window has one row');
      const { used, fits, fitsAt, frees } = row;
      return { ruleId, scopeKey, used, ...(!fits && { fitsAt, frees }) };
    });
  }

  /**
   * How many transfers of a scope have settled: their executions are final and did what was approved. Call it in the
   * transaction that locked the scope, so that concurrent transfers do not count each other before they have settled.
   */
  async settledCount(tx: Tx, scope: string): Promise<number> {
    if (this.held.get(tx)?.scopes.has(scope) !== true) {
      throw new TypeError(`settled transfers of ${scope} are counted without its lock`);
    }
    const { settledTransfers } = await tx.limitScope.findUniqueOrThrow({ where: { key: scope } });
    return Number(settledTransfers);
  }

  /** The amount held in a scope for other transfers: reserved, and neither paid nor released. */
  async heldForOthers(tx: Tx, scope: string, exceptTransferId: TransferId): Promise<bigint> {
    if (this.held.get(tx)?.scopes.has(scope) !== true)
      throw new TypeError(`what is held in ${scope} is asked for without its lock`);
    const { held } = await tx.limitScope.findUniqueOrThrow({ where: { key: scope } });
    const own = await tx.reservation.findUnique({
      where: { transferId_scope: { transferId: exceptTransferId, scope } },
    });
    return BigInt(held.toFixed()) - (own?.state === 'held' ? BigInt(own.amount.toFixed()) : 0n);
  }

  /**
   * Holds the budget of a decision, only in the transaction that locked and read the same scopes. As a second check,
   * the database records for every window read its bound, and its usage by its own sum; a CHECK fails the transaction
   * if the amount does not fit.
   * @param ceilings the exceptions' ceiling for each rule that compliance has waived
   */
  async reserve(
    tx: Tx,
    transferId: TransferId,
    reservations: Decision['reservations'],
    ceilings: ReadonlyMap<string, bigint> = new Map(),
  ): Promise<void> {
    const held = this.held.get(tx);
    const unlocked = reservations.find(({ scope }) => held?.scopes.has(scope) !== true);
    if (unlocked) throw new TypeError(`budget of ${unlocked.scope} is reserved without its lock`);
    const windows = held?.windows;
    if (!windows) throw new TypeError('budget is reserved without a look at what is used of it');
    await tx.$executeRaw`
      SELECT limit_reserve(
        ${transferId}, ${reservations.map((each) => each.scope)}::text[],
        ${reservations.map((each) => each.amount)}::numeric[],
        ${windows.map((each) => each.ruleId)}::text[], ${windows.map((each) => each.scopeKey)}::text[],
        ${windows.map((each) => each.windowSeconds)}::int[],
        ${windows.map((each) => (ceilings.get(each.ruleId) ?? each.max).toString())}::numeric[])`;
  }

  /**
   * The chain has paid: from now on the amount counts for the length of each window. Idempotent.
   * @param asApproved whether the payment did what was approved; only such transfers count as settled
   */
  async settle(tx: Tx, transferId: TransferId, asApproved: boolean): Promise<void> {
    const [{ settled }] = Settled.parse(
      await tx.$queryRaw`SELECT limit_settle(${transferId}, ${asApproved}) AS settled`,
    );
    if (settled === 0n) throw new Error(`${transferId} was paid without held budget`);
  }

  /** Call it only if the chain can no longer pay: the nonce is used, or nothing was ever signed. Idempotent. */
  async release(tx: Tx, transferId: TransferId): Promise<void> {
    await tx.$executeRaw`SELECT limit_release(${transferId})`;
  }

  private remember(tx: Tx, { scopes, windows }: UsageQueryParts): void {
    const earlier = this.held.get(tx);
    const known = windows ?? earlier?.windows;
    this.held.set(tx, {
      scopes: new Set([...(earlier?.scopes ?? []), ...scopes]),
      ...(known && { windows: known }),
    });
  }
}

type UsageQueryParts = Pick<UsageQuery, 'scopes'> & Partial<Pick<UsageQuery, 'windows'>>;
