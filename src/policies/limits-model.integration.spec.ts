import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LimitWorld, aWindow, storeTransfers } from '../../test/builders/limits.js';
import { LimitModel } from '../../test/limit-model.js';
import { parseId } from '../domain/values/identifier.js';
import { unixSeconds } from '../domain/values/time.js';
import type { Tx } from '../infra/database/database.js';

const TRANSFERS = 8;
const NO_LIMIT = (10n ** 90n).toString();

const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 9n }),
  fc.bigInt({ min: 2n ** 250n, max: 2n ** 256n - 1n }),
);
const which = fc.nat({ max: TRANSFERS - 1 });
const step = fc.oneof(
  // The clock runs, and now and then steps back.
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: -20_000, max: 40_000 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('reserve' as const), which, amount }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('settle' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      which,
      amount,
      windowSeconds: fc.integer({ min: 1, max: 90 }),
      // Of all that was ever reserved, in sixteenths: sometimes it fits, sometimes later, sometimes never.
      sixteenths: fc.bigInt({ min: 0n, max: 20n }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('limits against a plain sum', () => {
  let world: LimitWorld;

  beforeAll(async () => {
    world = await LimitWorld.open();
  });
  afterAll(async () => {
    await world.close();
  });

  /** One sequence, in the database and in the model, and what each answered to the questions. */
  async function play(tx: Tx, steps: readonly Step[], ids: readonly string[]) {
    const scope = `safe:${randomUUID()}:count`;
    let nowMs = (await world.database.now(tx)) * 1_000 + 1_000_000;
    const at = (): Date => new Date(nowMs);
    await world.reservations.lock(tx, [scope]);
    await tx.limitScope.update({ where: { key: scope }, data: { clock: at() } });
    const model = new LimitModel(nowMs);
    const [reserved, paid] = [new Map<string, bigint>(), new Set<string>()];
    const answers: { expected: unknown; actual: unknown }[] = [];
    for (const each of steps) {
      if (each.kind === 'wait') {
        nowMs += each.ms;
        continue;
      }
      const id = ids[each.which] ?? '';
      switch (each.kind) {
        case 'reserve':
          if (reserved.has(id)) break;
          reserved.set(id, each.amount);
          model.reserve(id, each.amount, nowMs);
          await tx.$executeRaw`SELECT limit_reserve(${id}, ${[scope]}::text[], ${[each.amount.toString()]}::numeric[],
            ${[scope]}::text[], ${[scope]}::text[], ${[60]}::int[], ${[NO_LIMIT]}::numeric[], ${at()})`;
          break;
        case 'settle':
          if (reserved.has(id)) paid.add(id);
          model.settle(id, nowMs);
          await tx.$executeRaw`SELECT limit_settle(${id}, true, ${at()})`;
          break;
        case 'release':
          model.release(id);
          await world.reservations.release(tx, parseId('tr', id));
          break;
        case 'ask': {
          if (paid.has(id)) break;
          const now = unixSeconds(Math.floor(nowMs / 1_000));
          const most = [...reserved.values()].reduce((sum, value) => sum + value, 0n);
          const wish = { ...each, max: (most * each.sixteenths) / 16n };
          const query = {
            scopes: [scope],
            windows: [aWindow(scope, wish)],
            now,
            exceptTransferId: parseId('tr', id),
          };
          const [usage] = await world.reservations.usage(tx, query);
          answers.push({
            expected: { ruleId: scope, scopeKey: scope, ...model.usage(now, { ...wish, exceptId: id }) },
            actual: usage,
          });
        }
      }
    }
    return answers;
  }

  it('invariant 11: agree at any time, after anything, on what is used, when it fits and when it frees', async () => {
    const seen = { fits: 0, later: 0, never: 0, frees: 0 };
    const sequence = fc.array(step, { minLength: 12, maxLength: 40, size: 'max' });
    const property = fc.asyncProperty(sequence, async (steps) => {
      const ids = await storeTransfers(world.database, TRANSFERS);
      const answers = await world.database.transaction((tx) => play(tx, steps, ids));
      for (const { expected, actual } of answers) {
        expect(actual).toEqual(expected);
        const { fitsAt, frees = [] } = actual as { fitsAt?: number | null; frees?: unknown[] };
        seen[fitsAt === undefined ? 'fits' : fitsAt === null ? 'never' : 'later'] += 1;
        if (frees.length > 1) seen.frees += 1;
      }
    });
    const isSeen = (): boolean => Object.values(seen).every((count) => count > 0);
    // Chance may leave out a kind of answer. Each has to be compared.
    for (let round = 0; round < 5 && !isSeen(); round += 1) await fc.assert(property, { numRuns: 60 });
    expect(isSeen()).toBe(true);
  });
});
