import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LimitWorld, aWindow, limitWorld } from '../../test/builders/limits.js';
import type { TransferId } from '../domain/values/identifier.js';
import { AMOUNT_MAX } from '../domain/values/amount.js';
import { unixSeconds } from '../domain/values/time.js';
import { type Database, type Tx, toDate } from '../infra/database/database.js';
import { ReservationsRepository, type Usage } from './reservations.repository.js';

const DAY = 86_400;
const NO_LIMIT = 10n ** 90n;

describe(ReservationsRepository.name, () => {
  let world: LimitWorld;
  let database: Database;
  let reservations: ReservationsRepository;
  let safe: string;
  let destination: string;

  beforeAll(async () => {
    world = await limitWorld();
    ({ database, reservations } = world);
  });

  afterAll(async () => {
    await world.close();
  });

  beforeEach(() => {
    [safe, destination] = [`safe:${randomUUID()}:usdc`, `destination:${randomUUID()}:usdc`];
  });

  interface Wish {
    readonly id: TransferId;
    readonly scopes?: readonly string[];
    readonly windowSeconds?: number;
    readonly amount?: bigint;
    readonly max?: bigint;
    /** When the question is asked; now, if absent. */
    readonly at?: number;
  }

  async function usageOf(tx: Tx, wish: Wish): Promise<Usage[]> {
    const { id, scopes = [safe], windowSeconds = DAY, amount = 0n, max = NO_LIMIT } = wish;
    const now = unixSeconds(wish.at ?? (await database.now(tx)));
    const windows = scopes.map((scopeKey) => aWindow(scopeKey, { windowSeconds, amount, max }));
    return reservations.usage(tx, { scopes, windows, now, exceptTransferId: id });
  }

  async function usedOf(tx: Tx, wish: Wish): Promise<bigint[]> {
    return (await usageOf(tx, wish)).map(({ used }) => used);
  }

  function held(scopes: readonly string[], amount: bigint) {
    return scopes.map((scope) => ({ scope, amount: amount.toString() }));
  }

  /** What the transfers service does: read under the lock, decide, reserve. */
  async function tryToReserve(wish: Wish, amount: bigint, max: bigint): Promise<boolean> {
    return database.transaction(async (tx) => {
      const usage = await usageOf(tx, { ...wish, amount, max });
      if (usage.some(({ used }) => used + amount > max)) return false;
      await reservations.reserve(tx, wish.id, held(wish.scopes ?? [safe], amount));
      return true;
    });
  }

  async function reserved(amount: bigint, scopes: readonly string[] = [safe]): Promise<TransferId> {
    const id = await world.aTransfer();
    await tryToReserve({ id, scopes }, amount, NO_LIMIT);
    return id;
  }

  const settle = (id: TransferId, asApproved = true): Promise<void> =>
    database.transaction((tx) => reservations.settle(tx, id, asApproved));
  const release = (id: TransferId): Promise<void> =>
    database.transaction((tx) => reservations.release(tx, id));

  async function used(windowSeconds = DAY, at?: number): Promise<bigint | undefined> {
    const id = await world.aTransfer();
    const [sum] = await database.transaction((tx) =>
      usedOf(tx, { id, windowSeconds, ...(at !== undefined && { at }) }),
    );
    return sum;
  }

  it('invariant 11: of 60 concurrent transfers exactly as many are permitted as fit', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, world.aTransfer));
    const answers = await Promise.all(ids.map((id) => tryToReserve({ id }, 70n, 1_000n)));
    expect(answers.filter(Boolean)).toHaveLength(14);
    expect(await used()).toBe(980n);
    expect(await used()).toBe(980n);
  });

  it('invariant 11: two limits taken in opposite orders neither deadlock nor overspend', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, world.aTransfer));
    const answers = await Promise.all(
      ids.map((id, index) => {
        const scopes = index % 2 === 0 ? [safe, destination] : [destination, safe];
        return tryToReserve({ id, scopes }, 100n, 2_000n);
      }),
    );
    expect(answers.filter(Boolean)).toHaveLength(20);
    expect(await used()).toBe(2_000n);
  });

  describe('invariant 11: two transfers that overlap', () => {
    /** Runs two transactions in the one order that matters: both are open before either writes. */
    async function overlap(
      read: (tx: Tx, id: TransferId) => Promise<bigint>,
      write: typeof plainWrite,
    ): Promise<bigint[]> {
      const [first, second] = [await world.aTransfer(), await world.aTransfer()];
      const seen: bigint[] = [];
      let rival: Promise<void> | undefined;
      await database.transaction(async (tx) => {
        seen.push(await read(tx, first));
        const rivalState = { hasRead: false };
        rival = database.transaction(async (other) => {
          seen.push(await read(other, second));
          rivalState.hasRead = true;
          if ((seen[1] ?? 0n) + 60n <= 100n) await write(other, second);
        });
        // Reading without a lock comes back at once; with it, the rival waits until this transaction has ended.
        while (!rivalState.hasRead && !(await isAnyoneWaiting())) await setImmediate();
        await write(tx, first);
      });
      await rival;
      return seen;
    }

    async function isAnyoneWaiting(): Promise<boolean> {
      const [row] = await database.read.$queryRaw<{ waiting: bigint }[]>`
        SELECT count(*) AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return row !== undefined && row.waiting > 0n;
    }

    async function plainRead(tx: Tx): Promise<bigint> {
      const [row] = await tx.$queryRaw<{ used: string }[]>`
        SELECT COALESCE(SUM(amount), 0)::text AS used FROM reservation WHERE scope = ${safe}`;
      return BigInt(row?.used ?? 0);
    }

    async function plainWrite(tx: Tx, transferId: TransferId): Promise<void> {
      await tx.reservation.create({
        data: { transferId, scope: safe, amount: '60', state: 'held', reservedAt: new Date() },
      });
    }

    it('pass a limit of 100 with 60 each when nothing is locked, at READ COMMITTED', async () => {
      const level = await database.transaction((tx) => tx.$queryRaw`SHOW transaction_isolation`);
      expect(level).toEqual([{ transaction_isolation: 'read committed' }]);
      expect(await overlap(plainRead, plainWrite)).toEqual([0n, 0n]);
      expect(await plainRead(database.read)).toBe(120n);
    });

    it('queue on the lock, and the second sees what the first has reserved', async () => {
      const read = async (tx: Tx, id: TransferId) => (await usedOf(tx, { id }))[0] ?? 0n;
      const write = (tx: Tx, id: TransferId) => reservations.reserve(tx, id, held([safe], 60n));
      expect(await overlap(read, write)).toEqual([0n, 60n]);
      expect(await used()).toBe(60n);
    });
  });

  it('invariant 11: refuses to lock where the snapshot is older than the lock', async () => {
    const stale = database.read.$transaction((tx) => reservations.lock(tx, [safe]), {
      isolationLevel: 'RepeatableRead',
    });
    await expect(stale).rejects.toThrow('READ COMMITTED only');
  });

  it('refuses to reserve what the same transaction has not locked and read', async () => {
    const id = await world.aTransfer();
    const blind = database.transaction((tx) => reservations.reserve(tx, id, held([safe], 1n)));
    await expect(blind).rejects.toThrow('without its lock');
    await database.transaction((tx) => usedOf(tx, { id }));
    const later = database.transaction((tx) => reservations.reserve(tx, id, held([safe], 1n)));
    await expect(later).rejects.toThrow('without its lock');
    const other = database.transaction(async (tx) => {
      await usedOf(tx, { id });
      await reservations.reserve(tx, id, held([destination], 1n));
    });
    await expect(other).rejects.toThrow('without its lock');
    const unread = database.transaction(async (tx) => {
      await reservations.lock(tx, [safe]);
      await reservations.reserve(tx, id, held([safe], 1n));
    });
    await expect(unread).rejects.toThrow('without a look');
    expect(await used()).toBe(0n);
  });

  it('refuses to read a window of a scope that it does not lock', async () => {
    const id = await world.aTransfer();
    const windows = [aWindow(safe, { amount: 0n, max: 1n })];
    const reading = database.transaction(async (tx) =>
      reservations.usage(tx, {
        scopes: [destination],
        windows,
        now: await database.now(tx),
        exceptTransferId: id,
      }),
    );
    await expect(reading).rejects.toThrow('without its lock');
  });

  describe('invariant 11: an application that reserves without having fitted', () => {
    /** Looks at the windows, pays no attention, and reserves. */
    async function recklessly(amount: bigint, max: bigint, ceilings?: ReadonlyMap<string, bigint>) {
      const id = await world.aTransfer();
      await database.transaction(async (tx) => {
        await usageOf(tx, { id, amount, max });
        await reservations.reserve(tx, id, held([safe], amount), ceilings);
      });
    }

    it('is stopped by the database at the first unit too many', async () => {
      await reserved(40n);
      await expect(recklessly(61n, 100n)).rejects.toThrow('reservation_bound_holds');
      expect(await used()).toBe(40n);
      await recklessly(60n, 100n);
      await expect(recklessly(1n, 100n)).rejects.toThrow('reservation_bound_holds');
      expect(await used()).toBe(100n);
    });

    it('may go up to the ceiling of an exception, and not a unit further', async () => {
      await reserved(40n);
      const ceilings = new Map([[safe, 110n]]);
      await expect(recklessly(71n, 100n, ceilings)).rejects.toThrow('reservation_bound_holds');
      await recklessly(70n, 100n, ceilings);
      expect(await used()).toBe(110n);
    });

    it('cannot keep a window from its check by not reserving in its scope', async () => {
      const id = await world.aTransfer();
      const partial = database.transaction(async (tx) => {
        await usageOf(tx, { id, scopes: [safe, destination], amount: 1n, max: 0n });
        await reservations.reserve(tx, id, []);
      });
      await expect(partial).rejects.toThrow('null value in column "amount"');
    });

    it('cannot state what was used: the database sums up, also what settled', async () => {
      await settle(await reserved(40n));
      await reserved(5n);
      await recklessly(55n, 100n);
      const [bound] = await database.read.reservationBound.findMany({
        where: { scope: safe, amount: '55' },
      });
      expect(bound).toMatchObject({ rule: safe, windowSeconds: DAY });
      expect([bound?.usedBefore.toFixed(), bound?.bound.toFixed()]).toEqual(['45', '100']);
    });
  });

  it.each([
    [`UPDATE limit_scope SET held = -1 WHERE key = $1`, 'limit_scope_held_not_negative'],
    [`UPDATE limit_scope SET settled = settled - 1 WHERE key = $1`, 'never falls'],
    [`UPDATE limit_scope SET entries = entries - 1 WHERE key = $1`, 'never falls'],
    [`UPDATE limit_scope SET settled_transfers = settled_transfers - 1 WHERE key = $1`, 'never falls'],
    [`UPDATE limit_scope SET clock = clock - interval '1 ms' WHERE key = $1`, 'never falls'],
    [`UPDATE limit_scope SET key = 'other' WHERE key = $1`, 'never falls'],
    [`DELETE FROM limit_scope WHERE key = $1`, 'never goes'],
    [`UPDATE limit_entry SET amount = 0 WHERE scope = $1`, 'append-only'],
    [`DELETE FROM limit_entry WHERE scope = $1`, 'append-only'],
    [
      `INSERT INTO limit_entry SELECT scope, 2, transfer_id || 'x', 9, total - 1, at FROM limit_entry WHERE scope = $1`,
      'limit_entry_total',
    ],
    [
      `INSERT INTO limit_entry SELECT scope, 2, transfer_id, 9, total + 9, at FROM limit_entry WHERE scope = $1`,
      'limit_entry_transfer_id_scope_key',
    ],
  ])('invariant 11: the database refuses %s', async (sql, why) => {
    await settle(await reserved(7n));
    await expect(database.read.$executeRawUnsafe(sql, safe)).rejects.toThrow(why);
    expect(await used()).toBe(7n);
  });

  it('invariant 11: counts held budget at any age, settled budget for the window from its settlement', async () => {
    const id = await reserved(10n);
    expect(await used(DAY, (await database.now()) + 400 * DAY)).toBe(10n);
    const earliest = await database.now();
    await settle(id);
    // The settlement is within the second that this one begins, or before.
    const latest = (await database.now()) + 1;
    expect(await used()).toBe(10n);
    expect(await used(DAY, earliest + DAY - 1)).toBe(10n);
    expect(await used(DAY, latest + DAY)).toBe(0n);
    expect(await used(7 * DAY, latest + DAY)).toBe(10n);
  });

  it('does not count released budget, and never releases what was settled', async () => {
    const [paid, cancelled] = [await reserved(10n), await reserved(5n)];
    await release(cancelled);
    expect(await used()).toBe(10n);
    await settle(paid);
    await release(paid);
    expect(await used()).toBe(10n);
  });

  it('invariant 11: settles and releases once, however often and at the same time', async () => {
    const [paid, cancelled] = [await reserved(10n, [safe, destination]), await reserved(5n)];
    await Promise.all([1, 2, 3, 4].flatMap(() => [settle(paid), release(cancelled)]));
    expect(await used()).toBe(10n);
    const scope = await database.read.limitScope.findUniqueOrThrow({ where: { key: safe } });
    expect([scope.held.toFixed(), scope.settled.toFixed(), scope.entries]).toEqual(['0', '10', 1n]);
  });

  it('does not settle budget that is not held', async () => {
    const id = await reserved(10n);
    await release(id);
    await expect(settle(id)).rejects.toThrow('without held budget');
    expect(await used()).toBe(0n);
  });

  it('does not reserve twice for one transfer', async () => {
    const id = await reserved(10n);
    await expect(tryToReserve({ id }, 10n, NO_LIMIT)).rejects.toThrow('reservation_pkey');
    expect(await used()).toBe(10n);
  });

  it('does not let a transfer that is decided again compete with itself', async () => {
    const id = await reserved(10n);
    await reserved(3n);
    expect(await database.transaction((tx) => usedOf(tx, { id }))).toEqual([3n]);
    await settle(id);
    const again = database.transaction((tx) => usedOf(tx, { id }));
    await expect(again).rejects.toThrow('has been paid');
  });

  it('counts the transfers that settled as approved, under the lock only', async () => {
    await settle(await reserved(1n));
    await settle(await reserved(1n), false);
    await release(await reserved(1n));
    await reserved(1n);
    const count = (tx: Tx) => reservations.settledCount(tx, safe);
    await expect(database.transaction(count)).rejects.toThrow('without its lock');
    const settled = await database.transaction(async (tx) => {
      await reservations.lock(tx, [safe]);
      return count(tx);
    });
    expect(settled).toBe(1);
  });

  it('forgets a reservation whose transaction fails', async () => {
    const id = await world.aTransfer();
    const failing = database.transaction(async (tx) => {
      await usedOf(tx, { id });
      await reservations.reserve(tx, id, held([safe], 1n));
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    expect(await used()).toBe(0n);
  });

  it('says when an amount would fit, and never because of held budget', async () => {
    await settle(await reserved(30n));
    await settle(await reserved(30n));
    await reserved(20n);
    const id = await world.aTransfer();
    const ask = (amount: bigint): Promise<Usage[]> =>
      database.transaction((tx) => usageOf(tx, { id, amount, max: 100n }));
    const entries = await database.read.limitEntry.findMany({
      where: { scope: safe },
      orderBy: { seq: 'asc' },
    });
    const [first, second] = entries.map(({ at }) => Math.ceil(at.getTime() / 1_000) + DAY);

    const [now] = await ask(20n);
    expect(now).not.toHaveProperty('fitsAt');
    expect((await ask(21n))[0]?.fitsAt).toBe(first);
    expect((await ask(50n))[0]?.fitsAt).toBe(first);
    expect((await ask(51n))[0]?.fitsAt).toBe(second);
    expect((await ask(80n))[0]?.fitsAt).toBe(second);
    expect((await ask(81n))[0]?.fitsAt).toBeNull();
    const steps =
      first === second
        ? [{ at: first, used: 20n }]
        : [
            { at: first, used: 50n },
            { at: second, used: 20n },
          ];
    expect(now?.frees).toEqual(steps);
  });

  describe('invariant 11: a clock that steps backward', () => {
    const at = (seconds: number): Date => toDate(unixSeconds(seconds));
    const settleAt = (id: TransferId, seconds: number) =>
      database.read.$queryRaw`SELECT limit_settle(${id}, true, ${at(seconds)})`;

    it('opens no window early: no entry is earlier than the one before', async () => {
      const now = await database.now();
      const [ahead, behind] = [await reserved(1n), await reserved(10n)];
      await settleAt(ahead, now + 1_000);
      await settleAt(behind, now + 400);
      expect(await used(DAY, now + DAY + 999)).toBe(11n);
      expect(await used(DAY, now + DAY + 1_000)).toBe(0n);
    });

    it('opens no window early: no entry is earlier than the last reservation', async () => {
      const now = await database.now();
      const id = await reserved(10n);
      await database.read.$executeRaw`UPDATE limit_scope SET clock = ${at(now + 1_000)} WHERE key = ${safe}`;
      await settle(id);
      expect(await used(DAY, now + DAY + 999)).toBe(10n);
      expect(await used(DAY, now + DAY + 1_000)).toBe(0n);
    });

    it('keeps the ledger in order, so that totals are still differences', async () => {
      const now = await database.now();
      const steps = [500, 100, 700, 300, 900];
      for (const step of steps) await settleAt(await reserved(10n), now + step);
      const later = await Promise.all(
        [499, 500, 699, 700, 899, 900].map((each) => used(DAY, now + DAY + each)),
      );
      expect(later).toEqual([50n, 30n, 30n, 10n, 10n, 0n]);
    });
  });

  it.each([2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 128n, AMOUNT_MAX])(
    'invariant 22: is exact to the unit at %s, through the database',
    async (edge) => {
      await settle(await reserved(edge - 12n));
      await reserved(2n);
      const id = await world.aTransfer();
      const usage = (amount: bigint) => database.transaction((tx) => usageOf(tx, { id, amount, max: edge }));
      const [tooMuch] = await usage(11n);
      expect([tooMuch?.used, tooMuch?.fitsAt === undefined]).toEqual([edge - 10n, false]);
      expect((await usage(10n))[0]).not.toHaveProperty('fitsAt');
      expect(await tryToReserve({ id: await world.aTransfer() }, 9n, edge)).toBe(true);
      expect(await tryToReserve({ id: await world.aTransfer() }, 2n, edge)).toBe(false);
      expect(await tryToReserve({ id: await world.aTransfer() }, 1n, edge)).toBe(true);
      expect(await used()).toBe(edge);
    },
  );

  it('invariant 22: adds up exactly, beyond 2^256', async () => {
    for (const each of [await reserved(AMOUNT_MAX), await reserved(AMOUNT_MAX)]) {
      expect(await used()).toBe(2n * AMOUNT_MAX);
      await settle(each);
    }
    expect(await used()).toBe(2n * AMOUNT_MAX);
  });
});
