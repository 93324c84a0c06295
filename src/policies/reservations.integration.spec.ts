import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LimitWorld, NO_LIMIT, aWindow, budget } from '../../test/builders/limits.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { Database, Tx } from '../infra/database/database.js';
import { ReservationsRepository } from './reservations.repository.js';

const DAY = 86_400;

describe(ReservationsRepository.name, () => {
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

  it('invariant 11: of 60 concurrent transfers exactly as many are permitted as fit', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => world.aTransfer()));
    const answers = await Promise.all(ids.map((id) => world.tryToReserve({ id }, 70n, 1_000n)));
    expect(answers.filter(Boolean)).toHaveLength(14);
    expect(await world.used()).toBe(980n);
    expect(await world.used()).toBe(980n);
  });

  it('invariant 11: two limits taken in opposite orders neither deadlock nor overspend', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => world.aTransfer()));
    const answers = await Promise.all(
      ids.map((id, index) => {
        const scopes = index % 2 === 0 ? [world.safe, world.destination] : [world.destination, world.safe];
        return world.tryToReserve({ id, scopes }, 100n, 2_000n);
      }),
    );
    expect(answers.filter(Boolean)).toHaveLength(20);
    expect(await world.used()).toBe(2_000n);
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
        SELECT COALESCE(SUM(amount), 0)::text AS used FROM reservation WHERE scope = ${world.safe}`;
      return BigInt(row?.used ?? 0);
    }

    async function plainWrite(tx: Tx, transferId: TransferId): Promise<void> {
      await tx.reservation.create({
        data: { transferId, scope: world.safe, amount: '60', state: 'held', reservedAt: new Date() },
      });
    }

    it('pass a limit of 100 with 60 each when nothing is locked, at READ COMMITTED', async () => {
      const level = await database.transaction((tx) => tx.$queryRaw`SHOW transaction_isolation`);
      expect(level).toEqual([{ transaction_isolation: 'read committed' }]);
      expect(await overlap(plainRead, plainWrite)).toEqual([0n, 0n]);
      expect(await plainRead(database.read)).toBe(120n);
    });

    it('queue on the lock, and the second sees what the first has reserved', async () => {
      const read = async (tx: Tx, id: TransferId) => (await world.usedOf(tx, { id }))[0] ?? 0n;
      const write = (tx: Tx, id: TransferId) => reservations.reserve(tx, id, budget([world.safe], 60n));
      expect(await overlap(read, write)).toEqual([0n, 60n]);
      expect(await world.used()).toBe(60n);
    });
  });

  it('invariant 11: refuses to lock where the snapshot is older than the lock', async () => {
    const stale = database.read.$transaction((tx) => reservations.lock(tx, [world.safe]), {
      isolationLevel: 'RepeatableRead',
    });
    await expect(stale).rejects.toThrow('READ COMMITTED only');
  });

  it('refuses to reserve what the same transaction has not locked and read', async () => {
    const id = await world.aTransfer();
    const blind = database.transaction((tx) => reservations.reserve(tx, id, budget([world.safe], 1n)));
    await expect(blind).rejects.toThrow('without its lock');
    await database.transaction((tx) => world.usedOf(tx, { id }));
    const later = database.transaction((tx) => reservations.reserve(tx, id, budget([world.safe], 1n)));
    await expect(later).rejects.toThrow('without its lock');
    const other = database.transaction(async (tx) => {
      await world.usedOf(tx, { id });
      await reservations.reserve(tx, id, budget([world.destination], 1n));
    });
    await expect(other).rejects.toThrow('without its lock');
    const unread = database.transaction(async (tx) => {
      await reservations.lock(tx, [world.safe]);
      await reservations.reserve(tx, id, budget([world.safe], 1n));
    });
    await expect(unread).rejects.toThrow('without a look');
    expect(await world.used()).toBe(0n);
  });

  it('refuses to read a window of a scope that it does not lock', async () => {
    const id = await world.aTransfer();
    const windows = [aWindow(world.safe, { amount: 0n, max: 1n })];
    const reading = database.transaction(async (tx) =>
      reservations.usage(tx, {
        scopes: [world.destination],
        windows,
        now: await database.now(tx),
        exceptTransferId: id,
      }),
    );
    await expect(reading).rejects.toThrow('without its lock');
  });

  it('invariant 11: counts held budget at any age, settled budget for the window from its settlement', async () => {
    const id = await world.reserved(10n);
    expect(await world.used(DAY, (await database.now()) + 400 * DAY)).toBe(10n);
    const earliest = await database.now();
    await world.settle(id);
    // The settlement is within the second that this one begins, or before.
    const latest = (await database.now()) + 1;
    expect(await world.used()).toBe(10n);
    expect(await world.used(DAY, earliest + DAY - 1)).toBe(10n);
    expect(await world.used(DAY, latest + DAY)).toBe(0n);
    expect(await world.used(7 * DAY, latest + DAY)).toBe(10n);
    expect(await world.used(366 * DAY, earliest + 366 * DAY - 1)).toBe(10n);
    expect(await world.used(366 * DAY, latest + 366 * DAY)).toBe(0n);
  });

  it('does not count released budget, and never releases what was settled', async () => {
    const [paid, cancelled] = [await world.reserved(10n), await world.reserved(5n)];
    await world.release(cancelled);
    expect(await world.used()).toBe(10n);
    await world.settle(paid);
    await world.release(paid);
    expect(await world.used()).toBe(10n);
  });

  it('invariant 11: settles and releases once, however often and at the same time', async () => {
    const [paid, cancelled] = [
      await world.reserved(10n, [world.safe, world.destination]),
      await world.reserved(5n),
    ];
    await Promise.all([1, 2, 3, 4].flatMap(() => [world.settle(paid), world.release(cancelled)]));
    expect(await world.used()).toBe(10n);
    const scope = await database.read.limitScope.findUniqueOrThrow({ where: { key: world.safe } });
    expect([scope.held.toFixed(), scope.settled.toFixed(), scope.entries]).toEqual(['0', '10', 1n]);
  });

  it('invariant 11: tells what is held for others, and not what is its own, settled or given up', async () => {
    const [own, other, paid, gone] = [
      await world.reserved(10n),
      await world.reserved(5n),
      await world.reserved(3n),
      await world.reserved(2n),
    ];
    await world.settle(paid);
    await world.release(gone);
    const held = (id: TransferId): Promise<bigint> =>
      database.transaction(async (tx) => {
        await reservations.lock(tx, [world.safe]);
        return reservations.heldForOthers(tx, world.safe, id);
      });
    expect([await held(own), await held(other), await held(await world.aTransfer())]).toEqual([5n, 10n, 15n]);
    expect(await held(gone)).toBe(15n);
    const unlocked = database.transaction((tx) => reservations.heldForOthers(tx, world.safe, own));
    await expect(unlocked).rejects.toThrow('without its lock');
  });

  it('does not settle budget that is not held', async () => {
    const id = await world.reserved(10n);
    await world.release(id);
    await expect(world.settle(id)).rejects.toThrow('without held budget');
    expect(await world.used()).toBe(0n);
  });

  it('does not reserve twice for one transfer', async () => {
    const id = await world.reserved(10n);
    await expect(world.tryToReserve({ id }, 10n, NO_LIMIT)).rejects.toThrow('reservation_pkey');
    expect(await world.used()).toBe(10n);
  });

  it('does not let a transfer that is decided again compete with itself', async () => {
    const id = await world.reserved(10n);
    await world.reserved(3n);
    expect(await database.transaction((tx) => world.usedOf(tx, { id }))).toEqual([3n]);
    await world.settle(id);
    const again = database.transaction((tx) => world.usedOf(tx, { id }));
    await expect(again).rejects.toThrow('has been paid');
  });

  it('counts the transfers that settled as approved, under the lock only', async () => {
    await world.settle(await world.reserved(1n));
    await world.settle(await world.reserved(1n), false);
    await world.release(await world.reserved(1n));
    await world.reserved(1n);
    const count = (tx: Tx) => reservations.settledCount(tx, world.safe);
    await expect(database.transaction(count)).rejects.toThrow('without its lock');
    const settled = await database.transaction(async (tx) => {
      await reservations.lock(tx, [world.safe]);
      return count(tx);
    });
    expect(settled).toBe(1);
  });

  it('forgets a reservation whose transaction fails', async () => {
    const id = await world.aTransfer();
    const failing = database.transaction(async (tx) => {
      await world.usedOf(tx, { id });
      await reservations.reserve(tx, id, budget([world.safe], 1n));
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    expect(await world.used()).toBe(0n);
  });
});
