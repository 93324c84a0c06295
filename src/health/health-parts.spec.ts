import { describe, expect, it } from '@jest/globals';
import { unixSeconds } from '../domain/values/time.js';
import { HealthPartsView } from './parts/health-parts.contract.js';
import { HealthParts } from './health-parts.js';
import { databaseFound } from './parts/database-part.js';
import { jobsFound } from './parts/jobs-part.js';
import { logFound } from './parts/log-part.js';
import { type SeenHead, providersFound } from './parts/providers-part.js';
import { relayerFound } from './parts/relayer-part.js';
import { selfTestFound } from './parts/self-test-part.js';
import { simulatorsFound } from './parts/simulators-part.js';

const at = new Date('2026-11-30T08:00:00Z');
const before = (seconds: number): Date => new Date(at.getTime() - seconds * 1000);

describe('the providers', () => {
  const since = unixSeconds(1_000);
  const seen = (provider: string, head: SeenHead['head'], state: 'answering' | 'silent' = 'answering') => ({
    ...{ provider, head },
    seen: { state, since, lastAnswerAt: since },
  });
  const head = (number: number, timestamp: number) => ({ number, timestamp });

  it('are well while all answer and none lags', () => {
    const found = providersFound([seen('a', head(10, 5_000)), seen('b', head(9, 4_988))], 5_010);
    expect(found).toMatchObject({
      status: 'ok',
      data: [
        { name: 'a', ok: true, head: 10, lagBlocks: 0, lagSeconds: 0 },
        { name: 'b', ok: true, head: 9, lagBlocks: 1, lagSeconds: 12 },
      ],
    });
  });

  it.each([
    ['is silent', seen('b', null, 'silent'), { ok: false, head: null, lagBlocks: null, lagSeconds: null }],
    ['lags over a minute', seen('b', head(4, 4_939)), { ok: false, lagBlocks: 6, lagSeconds: 61 }],
  ])('are named of whom one %s', (_case, other, shown) => {
    const found = providersFound([seen('a', head(10, 5_000)), other], 5_010);
    expect(found).toMatchObject({ status: 'warn', words: expect.stringContaining(': b.') });
    expect(found.data?.[1]).toMatchObject({ name: 'b', ...shown });
  });

  it('are down if none answers', () => {
    expect(providersFound([seen('a', null, 'silent')], 5_010).status).toBe('down');
    expect(providersFound([], 5_010).status).toBe('down');
  });

  it('are suspect where the chain stands, but for one that stands while nobody uses it', () => {
    const all = [seen('a', head(10, 5_000)), seen('b', head(10, 5_000))];
    expect(providersFound(all, 5_121).status).toBe('warn');
    expect(providersFound(all, 5_120).status).toBe('ok');
    expect(providersFound(all, null).status).toBe('ok');
  });
});

describe('the simulators', () => {
  const ran = (engine: string, provider: string, kind: string, seconds: number) => ({
    ...{ engine, provider, kind },
    at: before(seconds),
  });

  it('are as their last runs were', () => {
    const attempts = [
      ran('evm', 'a', 'answered', 1),
      ran('trace', 'a', 'answered', 1),
      ran('trace', 'b', 'failed', 1),
      ran('evm', 'a', 'failed', 9),
    ];
    expect(simulatorsFound(attempts)).toMatchObject({
      status: 'warn',
      words: 'The last runs of these failed: trace at b.',
      data: [
        { engine: 'evm', provider: 'a', ok: true, at: '2026-11-30T07:59:59Z' },
        { engine: 'trace', provider: 'a', ok: true },
        { engine: 'trace', provider: 'b', ok: false },
      ],
    });
    expect(simulatorsFound(attempts.slice(0, 2)).status).toBe('ok');
  });

  it('are down if one engine has no result anywhere, and unknown before anything was simulated', () => {
    const found = simulatorsFound([ran('evm', 'a', 'answered', 1), ran('trace', 'b', 'failed', 1)]);
    expect(found).toMatchObject({ status: 'down', words: expect.stringContaining('trace') });
    expect(simulatorsFound([])).toMatchObject({ status: 'unknown', data: [] });
  });
});

describe('the log', () => {
  const standing = { now: at, checkpoint: { size: 10n, at: before(1) }, witnesses: [] };
  const none = { count: 0, since: null };
  const witness = (name: string, size: bigint, missing: number | undefined) => ({
    name,
    last: { size, at: before(5) },
    missingSince: missing === undefined ? undefined : before(missing),
  });

  it('is well while every act gets its place, and its witnesses follow', () => {
    const witnesses = [witness('one', 10n, undefined), witness('two', 9n, 2)];
    expect(logFound({ ...standing, unsequenced: none, witnesses })).toMatchObject({
      status: 'ok',
      data: {
        size: '10',
        checkpoint: { size: '10', at: '2026-11-30T07:59:59Z' },
        unsequenced: 0,
        witnesses: [
          { name: 'one', cosignedSize: '10', behind: '0' },
          { name: 'two', cosignedSize: '9', behind: '1', at: '2026-11-30T07:59:55Z' },
        ],
      },
    });
    expect(logFound({ now: at, checkpoint: undefined, unsequenced: none, witnesses: [] })).toMatchObject({
      status: 'ok',
      data: { size: '0', checkpoint: null },
    });
  });

  it.each([
    [10, 'ok'],
    [11, 'warn'],
    [61, 'down'],
  ])('in which an act has waited %i seconds for a place is %s', (seconds, status) => {
    const unsequenced = { count: 3, since: before(seconds) };
    expect(logFound({ ...standing, unsequenced })).toMatchObject({ status, data: { unsequenced: 3 } });
  });

  it('names a witness that has not followed for over a minute, or never came', () => {
    const late = [witness('one', 10n, undefined), witness('two', 9n, 61)];
    const found = logFound({ ...standing, unsequenced: none, witnesses: late });
    expect(found).toMatchObject({ status: 'warn', words: expect.stringContaining(': two.') });
    const never = [{ name: 'three', last: undefined, missingSince: before(61) }];
    expect(logFound({ ...standing, unsequenced: none, witnesses: never })).toMatchObject({
      status: 'warn',
      data: { witnesses: [{ name: 'three', cosignedSize: '0', at: null, behind: '10' }] },
    });
  });
});

describe('the other parts', () => {
  it.each([
    [60, 0, 'ok'],
    [61, 0, 'warn'],
    [601, 0, 'down'],
    [0, 1, 'warn'],
  ])('jobs that are due for %i seconds, %i of them failing, are %s', (lateSeconds, failing, status) => {
    const found = jobsFound({ waiting: 2, oldest: before(lateSeconds), lateSeconds, failing });
    expect(found).toMatchObject({ status, data: { waiting: 2, failing } });
  });

  it('a relayer without coin for 20 executions is named', () => {
    const keys = [
      { address: '0xA', balance: 10n ** 18n },
      { address: '0xB', balance: 10n ** 17n },
    ];
    expect(relayerFound(keys, 10n ** 18n)).toMatchObject({
      status: 'warn',
      words: expect.stringContaining(': 0xB.'),
      data: [
        { address: '0xA', balance: '1', low: false },
        { address: '0xB', balance: '0.1', low: true },
      ],
    });
    expect(relayerFound(keys, 1n).status).toBe('ok');
  });

  it('a self-test that has not passed is down', () => {
    expect(selfTestFound({ ok: false, at: null, nextAt: at })).toMatchObject({
      status: 'down',
      data: { ok: false, at: null, next: '2026-11-30T08:00:00Z' },
    });
    expect(selfTestFound({ ok: true, at: before(60), nextAt: at }).status).toBe('ok');
  });

  it.each([
    [-5_000, 'ok'],
    [5_001, 'warn'],
    [-5_001, 'warn'],
  ])('clocks that are %i ms apart are %s', (skew, status) => {
    expect(databaseFound(skew)).toMatchObject({ status, data: { ok: true, clockSkewMs: skew } });
  });
});

describe(HealthParts.name, () => {
  const good = { look: () => Promise.resolve({ status: 'ok', words: 'Well.', data: null } as const) };
  const parts = (change: Readonly<Record<number, object>> = {}): HealthParts => {
    const all = Array.from({ length: 8 }, (_, index) => change[index] ?? good);
    return new HealthParts(...(all as unknown as ConstructorParameters<typeof HealthParts>));
  };

  it('answers though a part never does and another breaks', async () => {
    const stuck = { look: () => new Promise(() => undefined) };
    const broken = { look: () => Promise.resolve({ status: 'down', words: 'Broken.', data: null }) };
    const shown = HealthPartsView.parse(await parts({ 0: stuck, 5: broken }).show());
    expect(shown).toMatchObject({
      status: 'down',
      providers: { status: 'unknown', data: null },
      jobs: { status: 'down', words: 'Broken.' },
      register: { status: 'ok' },
    });
  });

  it('is well only if every part is', async () => {
    expect((await parts().show()).status).toBe('ok');
    const unknown = { look: () => Promise.resolve({ status: 'unknown', words: 'Not yet.', data: null }) };
    expect((await parts({ 1: unknown }).show()).status).toBe('warn');
  });
});
