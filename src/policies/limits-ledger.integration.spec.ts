import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LimitWorld, budget } from '../../test/builders/limits.js';
import { AMOUNT_MAX } from '../domain/values/amount.js';
import type { TransferId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import { type Database, toDate } from '../infra/database/database.js';
import type { ReservationsRepository, Usage } from './reservations.repository.js';

const DAY = 86_400;

describe('the ledger of limits', () => {
  let world: LimitWorld;
  let database: Database;
  let reservations: ReservationsRepository;

  beforeAll(async () => {
    world = await LimitWorld.open();
    ({ database, reservations } = world);
  });
  afterAll(async () => {
    await world.close();
  });
  beforeEach(() => {
    world.freshScopes();
  });

  describe('invariant 11: an application that reserves without having fitted', () => {
    /** Looks at the windows, pays no attention, and reserves. */
    async function recklessly(amount: bigint, max: bigint, ceilings?: ReadonlyMap<string, bigint>) {
      const id = await world.aTransfer();
      await database.transaction(async (tx) => {
        await world.usageOf(tx, { id, amount, max });
        await reservations.reserve(tx, id, budget([world.safe], amount), ceilings);
      });
    }

    it('is stopped by the database at the first unit too many', async () => {
      await world.reserved(40n);
      await expect(recklessly(61n, 100n)).rejects.toThrow('reservation_bound_holds');
      expect(await world.used()).toBe(40n);
      await recklessly(60n, 100n);
      await expect(recklessly(1n, 100n)).rejects.toThrow('reservation_bound_holds');
      expect(await world.used()).toBe(100n);
    });

    it('may go up to the ceiling of an exception, and not a unit further', async () => {
      await world.reserved(40n);
      const ceilings = new Map([[world.safe, 110n]]);
      await expect(recklessly(71n, 100n, ceilings)).rejects.toThrow('reservation_bound_holds');
      await recklessly(70n, 100n, ceilings);
      expect(await world.used()).toBe(110n);
    });

    it('cannot keep a window from its check by not reserving in its scope', async () => {
      const id = await world.aTransfer();
      const partial = database.transaction(async (tx) => {
        await world.usageOf(tx, { id, scopes: [world.safe, world.destination], amount: 1n, max: 0n });
        await reservations.reserve(tx, id, []);
      });
      await expect(partial).rejects.toThrow('null value in column "used_before"');
    });

    it('cannot state what was used: the database sums up, also what settled', async () => {
      await world.settle(await world.reserved(40n));
      await world.reserved(5n);
      await recklessly(55n, 100n);
      const [bound] = await database.read.reservationBound.findMany({
        where: { scope: world.safe, amount: '55' },
      });
      expect(bound).toMatchObject({ rule: world.safe, windowSeconds: DAY });
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
    await world.settle(await world.reserved(7n));
    await expect(database.read.$executeRawUnsafe(sql, world.safe)).rejects.toThrow(why);
    expect(await world.used()).toBe(7n);
  });

  it.each([
    { name: 'that it fits', amount: 1n, most: 2 },
    { name: 'when it fits and what frees', amount: 50_000n, most: 12 },
  ])(
    'invariant 11: says of 20,000 settlements $name, from $most of them at most',
    async ({ amount, most }) => {
      await database.read.$executeRaw`
      INSERT INTO limit_entry (scope, seq, transfer_id, amount, total, at)
      SELECT ${world.safe}, n, ${world.safe} || n, 5, 5 * n, now() - make_interval(secs => 8 * (20000 - n) + 4)
      FROM generate_series(1, 20000) AS n`;
      await database.read.$executeRaw`
      INSERT INTO limit_scope (key, settled, entries) VALUES (${world.safe}, 100000, 20000)`;
      const id = await world.aTransfer();
      await database.transaction(async (tx) => {
        const [usage] = await world.usageOf(tx, { id, amount, max: 100_000n });
        expect([usage?.fitsAt === undefined, usage?.frees?.length]).toEqual([
          amount === 1n,
          amount === 1n ? undefined : 3,
        ]);
        const [read] = await tx.$queryRaw<{ passed: number; rows: number }[]>`
        SELECT seq_tup_read::int AS passed, idx_tup_fetch::int AS rows
        FROM pg_stat_xact_user_tables WHERE relname = 'limit_entry'`;
        // How an index is probed is the planner's choice: by a row more or less.
        expect(read?.passed).toBe(0);
        expect(read?.rows).toBeGreaterThan(0);
        expect(read?.rows).toBeLessThanOrEqual(most);
      });
    },
  );

  it('says when an amount would fit, and never because of held budget', async () => {
    await world.settle(await world.reserved(30n));
    await world.settle(await world.reserved(30n));
    await world.reserved(20n);
    const id = await world.aTransfer();
    const ask = (amount: bigint): Promise<Usage[]> =>
      database.transaction((tx) => world.usageOf(tx, { id, amount, max: 100n }));
    const entries = await database.read.limitEntry.findMany({
      where: { scope: world.safe },
      orderBy: { seq: 'asc' },
    });
    const [first, second] = entries.map(({ at }) => Math.ceil(at.getTime() / 1_000) + DAY);

    expect((await ask(20n))[0]).toEqual({ ruleId: world.safe, scopeKey: world.safe, used: 80n });
    const [now] = await ask(21n);
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
      const [ahead, behind] = [await world.reserved(1n), await world.reserved(10n)];
      await settleAt(ahead, now + 1_000);
      await settleAt(behind, now + 400);
      expect(await world.used(DAY, now + DAY + 999)).toBe(11n);
      expect(await world.used(DAY, now + DAY + 1_000)).toBe(0n);
    });

    it('opens no window early: no entry is earlier than the last reservation', async () => {
      const now = await database.now();
      const id = await world.reserved(10n);
      await database.read
        .$executeRaw`UPDATE limit_scope SET clock = ${at(now + 1_000)} WHERE key = ${world.safe}`;
      await world.settle(id);
      expect(await world.used(DAY, now + DAY + 999)).toBe(10n);
      expect(await world.used(DAY, now + DAY + 1_000)).toBe(0n);
    });

    it('keeps the ledger in order, so that totals are still differences', async () => {
      const now = await database.now();
      const steps = [500, 100, 700, 300, 900];
      for (const step of steps) await settleAt(await world.reserved(10n), now + step);
      const later = await Promise.all(
        [499, 500, 699, 700, 899, 900].map((each) => world.used(DAY, now + DAY + each)),
      );
      expect(later).toEqual([50n, 30n, 30n, 10n, 10n, 0n]);
    });
  });

  it.each([2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 128n, AMOUNT_MAX])(
    'invariant 22: is exact to the unit at %s, through the database',
    async (edge) => {
      await world.settle(await world.reserved(edge - 12n));
      await world.reserved(2n);
      const id = await world.aTransfer();
      const usage = (amount: bigint) =>
        database.transaction((tx) => world.usageOf(tx, { id, amount, max: edge }));
      const [tooMuch] = await usage(11n);
      expect([tooMuch?.used, tooMuch?.fitsAt === undefined]).toEqual([edge - 10n, false]);
      expect((await usage(10n))[0]).not.toHaveProperty('fitsAt');
      expect(await world.tryToReserve({ id: await world.aTransfer() }, 9n, edge)).toBe(true);
      expect(await world.tryToReserve({ id: await world.aTransfer() }, 2n, edge)).toBe(false);
      expect(await world.tryToReserve({ id: await world.aTransfer() }, 1n, edge)).toBe(true);
      expect(await world.used()).toBe(edge);
    },
  );

  it('invariant 22: adds up exactly, beyond 2^256', async () => {
    for (const each of [await world.reserved(AMOUNT_MAX), await world.reserved(AMOUNT_MAX)]) {
      expect(await world.used()).toBe(2n * AMOUNT_MAX);
      await world.settle(each);
    }
    expect(await world.used()).toBe(2n * AMOUNT_MAX);
  });
});
