import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storeTransfers } from '../../../test/builders/limits.js';
import { destinationContent, safeContent, tokenContent } from '../../../test/builders/governed.js';
import { HOT_WALLET, SAFE, USDC, aPolicyDocument, aRollingRule } from '../../../test/builders/policy.js';
import { Governance } from '../../../test/governance.js';
import { LOG_SETTINGS } from '../../../test/log-settings.js';
import { freshDatabase } from '../../../test/world.js';
import { loadConfig } from '../../config/config.js';
import { reservationScopes } from '../../domain/policies/scopes.js';
import { rollingWindows } from '../../domain/policies/windows.js';
import { amountOf } from '../../domain/values/amount.js';
import { type PersonId, parseId } from '../../domain/values/identifier.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import { Database, type Tx } from '../../infra/database/database.js';
import { newId } from '../../infra/database/new-id.js';
import { Readiness } from '../../infra/http/readiness.js';
import { LimitUsageRepository } from '../../policies/limit-usage.repository.js';
import { UnlockedUsage } from '../../policies/unlocked-usage.js';
import { ReservationsRepository } from '../../policies/reservations.repository.js';
import { GovernanceActsRepository } from '../../register/governance-acts.repository.js';
import { Register } from '../../register/register.js';
import { limitPage } from './limit-views.js';
import { LimitPage } from './limits.contract.js';
import { Limits } from './limits.js';

const DAY = 86_400;
const OTHER_SAFE = parseId('safe', newId('safe'));
const OTHER_DESTINATION = parseId('dst', newId('dst'));
const rolling = (id: string, changes: Record<string, unknown>) => aRollingRule({ id, ...changes });
const policy = aPolicyDocument({
  rules: [
    ...aPolicyDocument().rules,
    rolling('a-week', { scope: 'destination', windowSeconds: 7 * DAY, max: '9000' }),
    rolling('everything', { scope: 'all', unit: 'usd', assetId: undefined, max: '20000' }),
    rolling('desk', { scope: 'group', group: 'desk', windowSeconds: 3 * DAY, max: '6000.5' }),
    rolling('together', { scope: 'asset', max: '100000', waivable: true, ceiling: '200000' }),
    rolling('often', { kind: 'rolling-count', scope: 'requester', max: 4, assetId: undefined }),
  ],
  prices: [{ assetId: USDC, usd: '1' }],
});

let database: Database;
let limits: Limits;
let governance: Governance;
let operator: PersonId;
let drop: () => Promise<void>;
const reservations = new ReservationsRepository();

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = () => fresh.drop();
  const object = (kind: 'safe' | 'asset' | 'destination', subject: string, content: never) => {
    return { kind, subject, content };
  };
  const other = { address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' };
  governance = await Governance.found(fresh.url, {
    policy,
    objects: [
      object('asset', USDC, tokenContent() as never),
      object('safe', SAFE, safeContent() as never),
      object('safe', OTHER_SAFE, safeContent(other, 'Cold Safe 2') as never),
      object('destination', HOT_WALLET, destinationContent() as never),
      object(
        'destination',
        OTHER_DESTINATION,
        destinationContent({ ...other, label: 'Hot wallet 2' }) as never,
      ),
    ],
  });
  operator = (await governance.enrol('Tessa', { roles: ['operator'], groups: ['desk'] })).id;
  const config = loadConfig({
    DATABASE_URL: fresh.url,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: governance.digest,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'x'.repeat(32),
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  database = new Database(config);
  const register = new Register(config, database, new GovernanceActsRepository(database), new Readiness());
  limits = new Limits(database, register, new LimitUsageRepository(database));
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await drop();
});

const scopesOf = (safe = SAFE, destination = HOT_WALLET) => ({
  safe: { id: safe },
  asset: { id: USDC, symbol: 'USDC', decimals: 6 },
  destination: { id: destination },
  requester: { personId: operator, groups: ['desk'] },
});

async function page(question: Partial<Parameters<Limits['list']>[0]> = {}) {
  return LimitPage.parse(limitPage(await limits.list({ limit: 201, ...question }), 200));
}

/** What a request of this amount by these objects asks of each window. */
function queryOf(scopes: ReturnType<typeof scopesOf>, amount: (max: bigint) => bigint, now: UnixSeconds) {
  const windows = rollingWindows(policy, { ...scopes, amount: amountOf(1n), now, price: null });
  return {
    scopes: windows.map(({ scopeKey }) => scopeKey),
    windows: windows.map((each) => ({ ...each, amount: amount(each.max) })),
    now,
    exceptTransferId: parseId('tr', newId('tr')),
  };
}

/** What a request by these objects would read of each window, with an amount that never fits. */
async function evaluated(scopes: ReturnType<typeof scopesOf>) {
  return database.transaction(async (tx: Tx) => {
    const query = queryOf(scopes, (max) => max + 1n, await database.now(tx));
    const { windows } = query;
    const usage = await reservations.usage(tx, query);
    return usage.map(({ ruleId, scopeKey, used, frees = [] }, at) => {
      const { max } = windows[at] ?? { max: 0n };
      return { ruleId, scopeKey, used, free: used < max ? max - used : 0n, frees };
    });
  });
}

const event = fc.record({
  minutesAgo: fc.integer({ min: 1, max: 8 * 24 * 60 }),
  amount: fc.bigInt({ min: 0n, max: 3_000_000_000n }),
  end: fc.constantFrom('held' as const, 'settled' as const, 'released' as const),
  safe: fc.constantFrom(SAFE, OTHER_SAFE),
  destination: fc.constantFrom(HOT_WALLET, OTHER_DESTINATION),
});

/** Transfers whose budget was reserved, and then paid or released, at past moments, the earliest first. */
async function happen(events: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[]) {
  const ids = await storeTransfers(database, events.length);
  const sorted = events.toSorted((one, other) => other.minutesAgo - one.minutesAgo);
  await database.transaction(async (tx) => {
    for (const [index, { minutesAgo, amount, end, safe, destination }] of sorted.entries()) {
      const [id = '', at] = [ids[index], new Date(Date.now() - minutesAgo * 60_000)];
      const added = reservationScopes(scopesOf(safe, destination), { amount, usd: amount });
      await tx.$executeRaw`SELECT limit_reserve(${id}, ${added.map(({ scope }) => scope)}::text[],
        ${added.map((each) => each.amount.toString())}::numeric[], '{}', '{}', '{}', '{}', ${at})`;
      if (end === 'settled') await tx.$executeRaw`SELECT limit_settle(${id}, true, ${at})`;
      if (end === 'released') await tx.$executeRaw`SELECT limit_release(${id})`;
    }
  });
}

describe(Limits.name, () => {
  it('shows a limit of which nothing was ever used, and the other rules in words', async () => {
    const { data, others, nextCursor } = await page({ safe: OTHER_SAFE });
    expect(data.find(({ rule, scope }) => rule === 'per-day' && scope.kind === 'safe')).toEqual({
      ...{ rule: 'per-day', kind: 'rolling-amount', unit: 'asset', symbol: 'USDC' },
      sentence: 'per-day: at most 5000 USDC within 1 day for each Safe, without exceptions.',
      scope: { kind: 'safe', id: OTHER_SAFE, label: 'Cold Safe 2' },
      asset: { id: USDC, symbol: 'USDC', decimals: 6 },
      window: { seconds: DAY, words: '1 day' },
      ...{ max: '5000', ceiling: null, used: '0', reserved: '0', free: '5000', frees: [] },
    });
    expect(data.filter(({ scope }) => scope.kind === 'safe')).toHaveLength(1);
    expect(others).toMatchObject([{ rule: 'destinations' }, { rule: 'assets' }, { rule: 'per-transfer' }]);
    expect(others[2]?.sentence).toBe(
      'per-transfer: at most 2000 USDC in one transfer, with an exception up to 3000.',
    );
    expect(nextCursor).toBeNull();
  });

  it('names whom a limit is for, and only people who may request', async () => {
    const { data } = await page();
    const labels = data.map(({ rule, scope }) => [rule, scope.label]);
    expect(labels).toEqual([
      ['a-week', expect.stringMatching(/^Hot wallet/)],
      ['a-week', expect.stringMatching(/^Hot wallet/)],
      ['desk', 'desk'],
      ['everything', 'All transfers together'],
      ['often', 'Tessa'],
      ['per-day', expect.stringMatching(/^Cold Safe/)],
      ['per-day', expect.stringMatching(/^Cold Safe/)],
      ['together', 'All Safes together'],
    ]);
  });

  it('goes on with the next page where the last one ended', async () => {
    const pages: string[] = [];
    let after: string | undefined;
    for (;;) {
      const found = await limits.list({ limit: 4, after });
      const { data, nextCursor } = limitPage(found, 3);
      pages.push(...data.map(({ rule, scope }) => `${rule} ${String(scope.id)}`));
      if (nextCursor === null) break;
      after = nextCursor;
    }
    expect(pages).toEqual((await page()).data.map(({ rule, scope }) => `${rule} ${String(scope.id)}`));
    expect(new Set(pages).size).toBe(8);
  });

  it('leaves out limits of other assets, and no limit of all of them', async () => {
    const { data } = await page({ asset: parseId('ast', newId('ast')) });
    expect(data.map(({ rule }) => rule)).toEqual(['everything', 'often']);
  });

  it('invariant 11: says of every limit what a decision reads of it', async () => {
    const seen = { reserved: 0, frees: 0, exhausted: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 6 }), async (events) => {
        await happen(events);
        for (const scopes of [scopesOf(), scopesOf(OTHER_SAFE, OTHER_DESTINATION)]) {
          const { limits: all } = await limits.list({ limit: 200 });
          for (const { ruleId, scopeKey, ...expected } of await evaluated(scopes)) {
            const found = all.find(({ budget }) => budget.rule.id === ruleId && budget.scopeKey === scopeKey);
            const { used, frees, reserved } = found?.use ?? { used: -1n, frees: [], reserved: -1n };
            const { max } = found?.budget ?? { max: 0n };
            expect({ used, frees, free: used < max ? max - used : 0n }).toEqual(expected);
            if (reserved > 0n && reserved < used) seen.reserved += 1;
            if (frees.length === 3) seen.frees += 1;
            if (used >= max) seen.exhausted += 1;
          }
        }
      }),
      // This seed brings about all that is counted below.
      { numRuns: 12, seed: 7 },
    );
    expect(Object.values(seen).every((times) => times > 0)).toBe(true);
  });

  it('invariant 11: tells a dry run what a request reads, locks nothing and waits for no lock', async () => {
    const now = await database.now();
    const unlocked = new UnlockedUsage(new LimitUsageRepository(database));
    const seen = { fits: 0, later: 0, never: 0 };
    for (const scopes of [scopesOf(), scopesOf(OTHER_SAFE, OTHER_DESTINATION)])
      for (const share of [0n, 10n, 40n, 70n, 100n]) {
        const query = queryOf(scopes, (max) => (max * share) / 100n, now);
        await database.transaction(async (tx) => {
          const read = await reservations.usage(tx, query);
          const scope = query.scopes[0] ?? '';
          const counted = [
            await reservations.settledCount(tx, scope),
            await reservations.heldForOthers(tx, scope, query.exceptTransferId),
          ];
          // The locks of the request are held meanwhile: who waits for one here, waits for ever.
          await database.snapshot(async (dry) => {
            expect(await unlocked.usage(dry, query)).toEqual(read);
            expect([
              await unlocked.settledCount(dry, scope),
              await unlocked.heldForOthers(dry, scope),
            ]).toEqual(counted);
          });
          for (const { fitsAt } of read)
            seen[fitsAt === undefined ? 'fits' : fitsAt === null ? 'never' : 'later'] += 1;
        });
      }
    expect(Object.values(seen).every((times) => times > 0)).toBe(true);
    const locking = database.snapshot((tx) => tx.$queryRaw`SELECT * FROM limit_scope FOR UPDATE`);
    await expect(locking).rejects.toThrow('read-only transaction');
  });

  it('shows a removed destination for as long as something of it was counted', async () => {
    const { data } = await page();
    const isShown = (id: string) => data.some(({ scope }) => scope.id === id);
    expect(isShown(OTHER_DESTINATION)).toBe(true);
    const unused = parseId('dst', newId('dst'));
    const address = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
    await governance.change('destination', unused, destinationContent({ address, label: 'Hot wallet 3' }));
    expect((await page()).data.some(({ scope }) => scope.id === unused)).toBe(true);
    for (const id of [unused, OTHER_DESTINATION]) await governance.change('destination', id, null);
    const left = (await page()).data.map(({ scope }) => scope.id);
    expect([left.includes(unused), left.includes(OTHER_DESTINATION)]).toEqual([false, true]);
  });
});
