import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LimitWorld, aWindow, storeTransfers } from '../../test/builders/limits.js';
import {
  type Fate,
  type Line,
  Racer,
  type Racing,
  type Round,
  connectionsGone,
  linesOf,
  raceTables,
} from '../../test/limit-race.js';
import { parseId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';

const TRANSFERS = 1_000;
const MAX = 1_500n;
const CLIENTS = 8;
/** In every second one a process is killed. RACE_ROUNDS asks for more of them. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 4);
/** A round of the naive peer overspends nearly always; so many at least once. */
const NAIVE_ROUNDS_MAX = 20;

function shuffled<T>(list: readonly T[]): T[] {
  const order = list.map((value) => ({ value, key: randomInt(2 ** 40) }));
  return order.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

describe('limits that many processes race for', () => {
  let world: LimitWorld;
  let racers: Racer[];
  let started = 0;

  const startRacer = (): Promise<Racer> => {
    started += 1;
    return Racer.start(world.url, `racer-${String(started)}`, CLIENTS);
  };

  beforeAll(async () => {
    world = await LimitWorld.open();
    await raceTables(world.database);
    racers = await Promise.all([startRacer(), startRacer()]);
  });

  afterAll(async () => {
    await Promise.all(racers.map((racer) => racer.stop()));
    await world.close();
  });

  const scopesOf = ({ round }: Round) =>
    ['safe', 'destination', 'all'].map((name) => `${name}:${String(round)}`);

  async function field(round: Round): Promise<Racing[][]> {
    const ids = await storeTransfers(world.database, TRANSFERS);
    const fates: Fate[] = ['hold', 'hold', 'settle', 'release'];
    const transfers = ids.map((id) => ({
      id,
      scopes: shuffled(scopesOf(round)),
      amount: String(randomInt(1, 6)),
      then: fates[randomInt(fates.length)] ?? 'hold',
    }));
    return [transfers.slice(0, 400), transfers.slice(400, 800), transfers.slice(800)];
  }

  /** This process takes part with the repository itself. */
  async function raceHere(transfers: readonly Racing[], round: Round): Promise<void> {
    const { database, reservations } = world;
    const line = (tx: Tx, racing: Racing, act: Pick<Line, 'kind' | 'used' | 'permitted'>) => tx.$executeRaw`
      INSERT INTO race_line (turn, round, kind, transfer, scopes, amount, used, permitted)
      VALUES (nextval('race_turn'), ${round.round}, ${act.kind}, ${racing.id}, ${[...racing.scopes]}::text[],
        ${racing.amount}::numeric, ${act.used?.map(String)}::text[], ${act.permitted})`;
    const one = async (racing: Racing): Promise<void> => {
      const [id, amount] = [parseId('tr', racing.id), BigInt(racing.amount)];
      const permitted = await database.transaction(async (tx) => {
        const windows = racing.scopes.map((scope) => aWindow(scope, { amount, max: MAX }));
        const now = await database.now(tx);
        const usage = await reservations.usage(tx, {
          scopes: racing.scopes,
          windows,
          now,
          exceptTransferId: id,
        });
        const fits = usage.every(({ used }) => used + amount <= MAX);
        const budget = racing.scopes.map((scope) => ({ scope, amount: racing.amount }));
        if (fits) await reservations.reserve(tx, id, budget);
        await line(tx, racing, { kind: 'request', used: usage.map(({ used }) => used), permitted: fits });
        return fits;
      });
      const { then } = racing;
      if (!permitted || then === 'hold') return;
      await database.transaction(async (tx) => {
        if (then === 'settle') await reservations.settle(tx, id, true);
        else await reservations.release(tx, id);
        await line(tx, racing, { kind: then, used: null, permitted: null });
      });
    };
    // As many at a time as there are connections: one that waits for a connection too long is refused.
    const waiting = [...transfers];
    const work = async (): Promise<void> => {
      for (let racing = waiting.pop(); racing; racing = waiting.pop()) await one(racing);
    };
    await Promise.all(Array.from({ length: CLIENTS }, work));
  }

  /** Goes through what was done, one line after the other, with a plain sum; says what the sum is at the end. */
  function replayed(lines: readonly Line[]) {
    const reserved = new Map<string, bigint>();
    let [held, settled, refused] = [0n, 0n, 0n];
    for (const { kind, transfer, amount, used, permitted } of lines) {
      const sum = held + settled;
      if (kind === 'request' && amount !== null) {
        expect({ transfer, used, permitted }).toEqual({
          transfer,
          used: [sum, sum, sum],
          permitted: sum + amount <= MAX,
        });
        if (!permitted) refused += 1n;
        else {
          reserved.set(transfer, amount);
          held += amount;
        }
      } else {
        const mine = reserved.get(transfer) ?? 0n;
        held -= mine;
        if (kind === 'settle') settled += mine;
      }
      expect(held + settled <= MAX).toBe(true);
    }
    return { held, settled, refused, permitted: reserved.size };
  }

  /** What the database has at the end, by its counters and by its rows. */
  async function kept(scope: string) {
    const { read } = world.database;
    const { held, settled, entries } = await read.limitScope.findUniqueOrThrow({ where: { key: scope } });
    const rows = await read.reservation.findMany({ where: { scope } });
    const ledger = await read.limitEntry.findMany({ where: { scope }, orderBy: { seq: 'asc' } });
    const sum = (state: string): bigint =>
      rows
        .filter((row) => row.state === state)
        .reduce((total, row) => total + BigInt(row.amount.toFixed()), 0n);
    expect([sum('held'), sum('settled')]).toEqual([held, settled].map((each) => BigInt(each.toFixed())));
    expect(ledger.map(({ seq }) => seq)).toEqual(ledger.map((_, index) => BigInt(index + 1)));
    expect([BigInt(ledger.length), ledger.at(-1)?.total.toFixed()]).toEqual([entries, settled.toFixed()]);
    return { held: sum('held'), settled: sum('settled'), permitted: rows.length };
  }

  it.each(Array.from({ length: ROUNDS }, (_, round) => ({ round, killed: round % 2 === 1 })))(
    'invariant 11: 1,000 transfers of three processes, round $round, one of them killed: $killed',
    async ({ round: number, killed }) => {
      const round = { round: number, max: MAX.toString(), windowSeconds: 86_400 };
      const [here = [], first = [], second = []] = (await field(round)).reverse();
      const [surviving, other] = racers as [Racer, Racer];
      await Promise.all([
        raceHere(here, round),
        surviving.race(first, round),
        killed ? other.raceAndDie(second, round, 60) : other.race(second, round),
      ]);
      if (killed) {
        await connectionsGone(world.database, other.name);
        racers = [surviving, await startRacer()];
      }
      const lines = await linesOf(world.database, number);
      const { refused, ...expected } = replayed(lines);
      for (const scope of scopesOf(round)) expect(await kept(scope)).toEqual(expected);
      expect(refused).toBeGreaterThan(0n);
      // Without this the processes would have come one after another, and nothing would have been shown.
      const turns = lines.filter((line, index) => line.backend !== lines[index - 1]?.backend);
      expect(turns.length).toBeGreaterThan(lines.length / 4);
      const requests = lines.filter(({ kind }) => kind === 'request').length;
      expect(killed ? requests < TRANSFERS : requests === TRANSFERS).toBe(true);
    },
  );

  it('overspend in the same race where each sums up and inserts, at READ COMMITTED', async () => {
    let over = 0n;
    for (let number = ROUNDS; over === 0n && number < ROUNDS + NAIVE_ROUNDS_MAX; number += 1) {
      const round = { round: number, max: MAX.toString(), windowSeconds: 86_400, naive: true };
      const [first = [], second = []] = await field(round);
      await Promise.all(racers.map((racer, index) => racer.race(index === 0 ? first : second, round)));
      const [row] = await world.database.read.$queryRaw<{ spent: string }[]>`
        SELECT max(spent)::text AS spent FROM (
          SELECT sum(amount) AS spent FROM naive GROUP BY scope) AS sums`;
      over = BigInt(row?.spent ?? 0) - MAX;
    }
    expect(over).toBeGreaterThan(0n);
  });
});
