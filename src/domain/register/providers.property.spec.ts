import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { providerContent } from '../../../test/builders/governed.js';
import { GovernedWorld } from '../../../test/builders/governed-world.js';
import type { Json } from '../values/canonical-json.js';
import { Registered } from './registered.js';
import { providersIn } from './unfit.js';

const NAMES = ['rpc-1', 'rpc-2', 'rpc-3', 'rpc-4'];
const OPERATORS = ['rpc-1.example', 'rpc-2.example', 'other.example'];

const acts = fc.array(
  fc.record({
    name: fc.constantFrom(...NAMES),
    operator: fc.option(fc.constantFrom(...OPERATORS), { freq: 1 }),
  }),
  { minLength: 4, maxLength: 10 },
);

const inForce = (world: GovernedWorld) => providersIn(world.governance.present);
const content = (name: string, operator: string | null): Json =>
  operator === null ? null : providerContent({ name, operator });

describe('the providers of a founding', () => {
  it('hold where there are none: it was signed before there was this kind', async () => {
    expect(inForce(await GovernedWorld.found({ providers: [] }))).toEqual([]);
  });

  it.each([
    ['one alone', [{ name: 'rpc-1' }], 'fewer than 2 RPC providers'],
    [
      'two of one operator',
      [
        { name: 'rpc-1', operator: 'one' },
        { name: 'rpc-2', operator: 'one' },
      ],
      'fewer than 2 operators',
    ],
  ])('invariant 7: are refused as %s', async (_what, providers, words) => {
    await expect(GovernedWorld.found({ providers })).rejects.toThrow(words);
    if (providers.length > 1) await GovernedWorld.found({ providers, chainId: 31_337 });
  });
});

describe('the providers of a register', () => {
  it('invariants 7 and 27: whatever is decided, two operators at least are left', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const world = await GovernedWorld.found();
        for (const { name, operator } of list) {
          const before = inForce(world);
          const change = await world.become('provider', name, content(name, operator));
          const after = inForce(world);
          expect(after.length).toBeGreaterThanOrEqual(2);
          expect(new Set(after.map((each) => each.operator)).size).toBeGreaterThanOrEqual(2);
          const { state } = world.statusOf(change);
          expect(['active', 'superseded']).toContain(state);
          if (state === 'superseded') expect(after).toEqual(before);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('invariant 27: two changes that take out the last but one at once leave two: the second comes to nothing', async () => {
    const world = await GovernedWorld.found();
    await world.become('provider', 'rpc-3', content('rpc-3', 'other.example'));
    const one = await world.propose('provider', 'rpc-3', null);
    const other = await world.propose('provider', 'rpc-2', null);
    await world.approve(one, 1);
    await world.approve(other, 1);
    expect(world.statusOf(one)).toMatchObject({ state: 'active' });
    expect(world.statusOf(other)).toMatchObject({ state: 'superseded' });
    expect(inForce(world).map(({ name }) => name)).toEqual(['rpc-1', 'rpc-2']);
  });

  it('invariant 27: nobody takes one out alone, and nothing waits once somebody has approved it', async () => {
    const world = await GovernedWorld.found();
    await world.become('provider', 'rpc-3', content('rpc-3', 'other.example'));
    const change = await world.propose('provider', 'rpc-3', null);
    expect(world.statusOf(change)).toMatchObject({ state: 'proposed' });
    await world.approve(change, 1);
    expect(world.statusOf(change)).toMatchObject({ state: 'active' });
    const [gone] = new Registered(world.governance.present).providers().slice(-1);
    expect(gone).toMatchObject({ id: 'rpc-3', content: { operator: 'other.example' } });
    expect(gone?.removedAt).not.toBeNull();
  });
});
