import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Requirement } from '../confirmations/quorum.js';
import { parseId } from '../values/identifier.js';
import type { Abilities } from './abilities.js';
import { type Demand, canMove } from './demand.js';
import { smallestMovers } from './movers.js';

const RUNS = 2_500;
const GROUPS = ['treasury', 'risk', 'desk'];

const groups = fc.subarray(GROUPS);
const ability = fc.record({
  requests: fc.boolean(),
  confirmsFor: fc.oneof(fc.constant([]), groups),
  hasEvmKey: fc.boolean(),
  exceptsFor: fc.oneof(fc.constant([]), groups),
  ownerKeys: fc.constantFrom(0, 0, 0, 1, 1, 2),
});

const abilities = fc.array(ability, { minLength: 1, maxLength: 8 }).map((list) =>
  list.map((each, index): Abilities => {
    const id = parseId('per', `per_01a20000-0000-7000-8000-00000000000${String(index)}`);
    return { ...each, id, name: `Person ${String(index)}` };
  }),
);

const require = fc
  .uniqueArray(
    fc.record(
      {
        group: fc.constantFrom(...GROUPS),
        count: fc.integer({ min: 1, max: 2 }),
        keys: fc.constant('evm' as const),
      },
      { requiredKeys: ['group', 'count'] },
    ),
    { minLength: 1, maxLength: 3, selector: ({ group, keys }) => `${group} ${keys ?? ''}` },
  )
  .map((list): readonly Requirement[] => list);

const demand: fc.Arbitrary<Demand> = fc.record({
  asksRequester: fc.oneof(
    { weight: 4, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  confirm: fc.oneof({ weight: 5, arbitrary: require }, { weight: 1, arbitrary: fc.constant(null) }),
  except: fc.oneof(require, fc.constant(null)),
  threshold: fc.integer({ min: 0, max: 4 }),
});

/** Written anew from the words of the rule, trying everything: it shares nothing with the code that it judges. */
function suffice(set: readonly Abilities[], { asksRequester, confirm, except, threshold }: Demand): boolean {
  const fills = (people: readonly (readonly string[])[], places: readonly string[]): boolean => {
    const [place, ...rest] = places;
    if (place === undefined) return true;
    return people.some(
      (own, index) =>
        own.includes(place) &&
        fills(
          people.filter((_, other) => other !== index),
          rest,
        ),
    );
  };
  const placesOf = (list: readonly Requirement[]) =>
    list.flatMap(({ group, count, keys }) => Array<string>(count).fill(keys ? `${group} by EVM` : group));
  const withKeys = ({ hasEvmKey }: Abilities, own: readonly string[]) =>
    hasEvmKey ? [...own, ...own.map((each) => `${each} by EVM`)] : own;
  const does = (others: readonly Abilities[]): boolean =>
    (confirm === null ||
      fills(
        others.map((each) => withKeys(each, each.confirmsFor)),
        placesOf(confirm),
      )) &&
    (except === null ||
      fills(
        others.map((each) => withKeys(each, each.exceptsFor)),
        placesOf(except),
      )) &&
    others.reduce((sum, each) => sum + each.ownerKeys, 0) >= threshold;
  if (!asksRequester) return does(set);
  return set.some((one) => one.requests && does(set.filter((each) => each !== one)));
}

function subsets(people: readonly Abilities[]): readonly (readonly Abilities[])[] {
  return Array.from({ length: 2 ** people.length }, (_, mask) =>
    people.filter((__, index) => (mask >> index) % 2 === 1),
  );
}

const names = (sets: readonly (readonly { id: string }[])[]): string[] =>
  sets.map((set) => set.map(({ id }) => id).join()).sort();

describe(smallestMovers.name, () => {
  it('invariant 10: gives the smallest sets that suffice, all of them and no other', () => {
    let [possible, impossible] = [0, 0];
    fc.assert(
      fc.property(abilities, demand, (people, asked) => {
        const sufficient = subsets(people).filter((set) => suffice(set, asked));
        const size = Math.min(...sufficient.map((set) => set.length));
        const smallest = sufficient.filter((set) => set.length === size);
        const found = smallestMovers(people, asked, 300);
        expect(found.size).toBe(sufficient.length === 0 ? null : size);
        expect(names(found.sets)).toEqual(names(smallest));
        expect(found.truncated).toBe(false);
        const needed = people.filter((one) => sufficient.every((set) => set.includes(one)));
        const expected = sufficient.length === 0 ? [] : needed.map(({ id }) => id);
        expect(found.indispensable.map(({ id }) => id)).toEqual(expected);
        if (sufficient.length === 0) impossible += 1;
        else possible += 1;
      }),
      { numRuns: RUNS },
    );
    // Worlds of both kinds, or it shows little.
    expect(Math.min(possible, impossible)).toBeGreaterThan(RUNS / 20);
  });

  it('invariant 10: moves funds by a set exactly if its parts come together', () => {
    fc.assert(
      fc.property(abilities, demand, (people, asked) => {
        expect(canMove(people, asked)).toBe(suffice(people, asked));
        for (const set of smallestMovers(people, asked, 5).sets) {
          const parts = set.flatMap((each) => each.parts);
          expect(set.every((each) => each.parts.length > 0)).toBe(true);
          expect(parts.filter(({ part }) => part === 'request')).toHaveLength(asked.asksRequester ? 1 : 0);
          expect(signed(parts)).toBe(asked.threshold);
          for (const { parts: own } of set) {
            const isRequester = own.some(({ part }) => part === 'request');
            expect(own.length === 1 || !isRequester).toBe(true);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('stops at as many sets as are asked for, and says so', () => {
    fc.assert(
      fc.property(abilities, demand, fc.integer({ min: 1, max: 4 }), (people, asked, most) => {
        const all = smallestMovers(people, asked, 300).sets;
        const some = smallestMovers(people, asked, most);
        expect([some.sets.length, some.truncated]).toEqual([Math.min(all.length, most), all.length > most]);
        expect(names(all)).toEqual(expect.arrayContaining(names(some.sets)));
      }),
      { numRuns: 500 },
    );
  });
});

function signed(parts: readonly { part: string; owners?: number }[]): number {
  return parts.reduce((sum, { owners = 0 }) => sum + owners, 0);
}
