import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { AMOUNT_MAX } from '../domain/values/amount.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { ReservationsRepository } from './reservations.repository.js';

const DAY = 86_400;
const SAFE = 'safe:one:usdc';
const DESTINATION = 'destination:one:usdc';

describe(ReservationsRepository.name, () => {
  let database: Database;
  let reservations: ReservationsRepository;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = () => fresh.drop();
    database = new Database(
      loadConfig({
        DATABASE_URL: fresh.url,
        RPC_URLS: 'http://127.0.0.1:1,http://127.0.0.1:2',
        CHAIN_ID: '1',
        RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
        FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
        SESSION_SECRET: 'x'.repeat(32),
        PUBLIC_ORIGIN: 'http://localhost:3000',
      }),
    );
    reservations = new ReservationsRepository(database);
  });

  afterAll(async () => {
    await database.onApplicationShutdown();
    await drop();
  });

  beforeEach(async () => {
    await database.read.$executeRaw`TRUNCATE reservation, limit_scope, transfer CASCADE`;
  });

  async function aTransfer(): Promise<TransferId> {
    const id = parseId('tr', newId('tr'));
    const moment = new Date();
    await database.read.transfer.create({
      data: {
        id,
        safeId: 'safe',
        requesterId: 'person',
        state: 'requested',
        revision: 0,
        intent: {},
        intentHash: id,
        intentSignature: '0x',
        signerKeyId: '0x',
        evidence: {},
        createdAt: moment,
        updatedAt: moment,
        expiresAt: moment,
      },
    });
    return id;
  }

  interface Wish {
    readonly id: TransferId;
    readonly scopes?: readonly string[];
    readonly windowSeconds?: number;
  }

  async function usedOf(tx: Tx, { id, scopes = [SAFE], windowSeconds = DAY }: Wish): Promise<bigint[]> {
    const now = await database.now(tx);
    const windows = scopes.map((scopeKey) => ({ ruleId: scopeKey, scopeKey, windowSeconds }));
    const usage = await reservations.usage(tx, { scopes, windows, now, exceptTransferId: id });
    return usage.map(({ used }) => used);
  }

  function held(scopes: readonly string[], amount: bigint) {
    return scopes.map((scope) => ({ scope, amount: amount.toString() }));
  }

  /** What the transfers service does: read under the lock, decide, reserve. */
  async function tryToReserve(wish: Wish, amount: bigint, max: bigint): Promise<boolean> {
    return database.transaction(async (tx) => {
      const used = await usedOf(tx, wish);
      if (used.some((each) => each + amount > max)) return false;
      await reservations.reserve(tx, wish.id, held(wish.scopes ?? [SAFE], amount));
      return true;
    });
  }

  async function reserved(amount: bigint, scopes: readonly string[] = [SAFE]): Promise<TransferId> {
    const id = await aTransfer();
    await tryToReserve({ id, scopes }, amount, AMOUNT_MAX);
    return id;
  }

  async function used(windowSeconds = DAY): Promise<bigint | undefined> {
    const id = await aTransfer();
    const [sum] = await database.transaction((tx) => usedOf(tx, { id, windowSeconds }));
    return sum;
  }

  async function ageAll(seconds: number): Promise<void> {
    await database.read.$executeRaw`
      UPDATE reservation SET reserved_at = clock_timestamp() - make_interval(secs => ${seconds}::int)`;
  }

  it('invariant 11: of 60 concurrent transfers exactly as many are permitted as fit', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, aTransfer));
    const answers = await Promise.all(ids.map((id) => tryToReserve({ id }, 70n, 1_000n)));
    expect(answers.filter(Boolean)).toHaveLength(14);
    expect(await used()).toBe(980n);
    expect(await used()).toBe(980n);
  });

  it('invariant 11: two limits taken in opposite orders neither deadlock nor overspend', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, aTransfer));
    const answers = await Promise.all(
      ids.map((id, index) => {
        const scopes = index % 2 === 0 ? [SAFE, DESTINATION] : [DESTINATION, SAFE];
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
      const [first, second] = [await aTransfer(), await aTransfer()];
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
        SELECT COALESCE(SUM(amount), 0)::text AS used FROM reservation WHERE scope = ${SAFE}`;
      return BigInt(row?.used ?? 0);
    }

    async function plainWrite(tx: Tx, transferId: TransferId): Promise<void> {
      await tx.reservation.create({
        data: { transferId, scope: SAFE, amount: '60', state: 'held', reservedAt: new Date() },
      });
    }

    it('pass a limit of 100 with 60 each when nothing is locked, at READ COMMITTED', async () => {
      const level = await database.transaction((tx) => tx.$queryRaw`SHOW transaction_isolation`);
      expect(level).toEqual([{ transaction_isolation: 'read committed' }]);
      expect(await overlap(plainRead, plainWrite)).toEqual([0n, 0n]);
      expect(await used()).toBe(120n);
    });

    it('queue on the lock, and the second sees what the first has reserved', async () => {
      const read = async (tx: Tx, id: TransferId) => (await usedOf(tx, { id }))[0] ?? 0n;
      const write = (tx: Tx, id: TransferId) => reservations.reserve(tx, id, held([SAFE], 60n));
      expect(await overlap(read, write)).toEqual([0n, 60n]);
      expect(await used()).toBe(60n);
    });
  });

  it('refuses to reserve what the same transaction has not locked', async () => {
    const id = await aTransfer();
    const blind = database.transaction((tx) => reservations.reserve(tx, id, held([SAFE], 1n)));
    await expect(blind).rejects.toThrow('without its lock');
    await database.transaction((tx) => usedOf(tx, { id }));
    const later = database.transaction((tx) => reservations.reserve(tx, id, held([SAFE], 1n)));
    await expect(later).rejects.toThrow('without its lock');
    const other = database.transaction(async (tx) => {
      await usedOf(tx, { id });
      await reservations.reserve(tx, id, held([DESTINATION], 1n));
    });
    await expect(other).rejects.toThrow('without its lock');
    expect(await used()).toBe(0n);
  });

  it('refuses to read a window of a scope that it does not lock', async () => {
    const id = await aTransfer();
    const windows = [{ ruleId: 'a', scopeKey: SAFE, windowSeconds: DAY }];
    const reading = database.transaction(async (tx) =>
      reservations.usage(tx, {
        scopes: [DESTINATION],
        windows,
        now: await database.now(tx),
        exceptTransferId: id,
      }),
    );
    await expect(reading).rejects.toThrow('without its lock');
  });

  it('invariant 11: counts held budget at any age, settled budget for the window from its settlement', async () => {
    const id = await reserved(10n);
    await ageAll(400 * DAY);
    expect(await used()).toBe(10n);

    await database.transaction((tx) => reservations.settle(tx, id));
    expect(await used()).toBe(10n);
    await ageAll(DAY - 10);
    expect(await used()).toBe(10n);
    await ageAll(DAY + 1);
    expect(await used()).toBe(0n);
    expect(await used(7 * DAY)).toBe(10n);
  });

  it('does not count released budget, and never releases what was settled', async () => {
    const [paid, cancelled] = [await reserved(10n), await reserved(5n)];
    await database.transaction((tx) => reservations.release(tx, cancelled));
    expect(await used()).toBe(10n);
    await database.transaction((tx) => reservations.settle(tx, paid));
    await database.transaction((tx) => reservations.release(tx, paid));
    expect(await used()).toBe(10n);
  });

  it('does not settle budget that is not held', async () => {
    const id = await reserved(10n);
    await database.transaction((tx) => reservations.release(tx, id));
    await expect(database.transaction((tx) => reservations.settle(tx, id))).rejects.toThrow(
      'without held budget',
    );
  });

  it('does not let a transfer that is decided again compete with itself', async () => {
    const id = await reserved(10n);
    await reserved(3n);
    expect(await database.transaction((tx) => usedOf(tx, { id }))).toEqual([3n]);
  });

  it('forgets a reservation whose transaction fails', async () => {
    const id = await aTransfer();
    const failing = database.transaction(async (tx) => {
      await usedOf(tx, { id });
      await reservations.reserve(tx, id, held([SAFE], 1n));
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    expect(await used()).toBe(0n);
  });

  it('invariant 22: adds up exactly, beyond 2^256', async () => {
    const ids = [await aTransfer(), await aTransfer()];
    for (const id of ids) {
      await database.transaction(async (tx) => {
        await usedOf(tx, { id });
        await reservations.reserve(tx, id, held([SAFE], AMOUNT_MAX));
      });
    }
    expect(await used()).toBe(2n * AMOUNT_MAX);
  });
});
