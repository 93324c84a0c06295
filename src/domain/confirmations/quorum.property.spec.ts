import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { demandsAll, joinedQuorum } from './joined-quorum.js';
import {
  type Candidate,
  type CountableConfirmation,
  type Requirement,
  needsEvmKey,
  quorumMet,
} from './quorum.js';

const GROUPS = ['a', 'b', 'c'];
const REQUESTER = 'p0';
const personId = fc.nat(6).map((n) => `p${String(n)}`);
const confirmation: fc.Arbitrary<CountableConfirmation> = fc.record({
  personId,
  groups: fc.subarray(GROUPS),
  key: fc.constantFrom('evm' as const, 'passkey' as const),
  decision: fc.oneof(
    { weight: 9, arbitrary: fc.constant('confirm' as const) },
    { weight: 1, arbitrary: fc.constant('reject' as const) },
  ),
  valid: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});
const answers = fc.array(confirmation, { maxLength: 8 });
const require = fc.uniqueArray(
  fc.record(
    {
      group: fc.constantFrom(...GROUPS),
      count: fc.integer({ min: 1, max: 2 }),
      keys: fc.constant('evm' as const),
    },
    { requiredKeys: ['group', 'count'] },
  ),
  {
    selector: (each) => `${each.group} ${each.keys ?? ''}`,
    minLength: 1,
  },
);

/** The plain way: try everyone in every place. */
function canSeat(places: readonly Requirement[], people: readonly Candidate[]): boolean {
  const [place, ...rest] = places;
  if (place === undefined) return true;
  return people.some(
    ({ groups, key }, index) =>
      groups.includes(place.group) &&
      (place.keys !== 'evm' || key === 'evm') &&
      canSeat(
        rest,
        people.filter((_, other) => other !== index),
      ),
  );
}

function places(list: readonly Requirement[]): Requirement[] {
  return list.flatMap((each) => Array<Requirement>(each.count).fill(each));
}

describe('quorumMet', () => {
  it('agrees with trying everyone in every place', () => {
    const oncePerPerson = fc.uniqueArray(confirmation, { selector: (each) => each.personId, maxLength: 7 });
    fc.assert(
      fc.property(require, oncePerPerson, (list, given) => {
        const valid = given.filter((each) => each.valid);
        const people = valid.filter((each) => each.personId !== REQUESTER && each.decision === 'confirm');
        const isRejected = valid.some((each) => each.decision === 'reject');
        const expected = !isRejected && canSeat(places(list), people);
        expect(quorumMet(list, given, REQUESTER).met).toBe(expected);
      }),
    );
  });

  it('invariant 10: an answer of the requester never helps', () => {
    fc.assert(
      fc.property(require, answers, confirmation, (list, given, extra) => {
        const before = quorumMet(list, given, REQUESTER);
        const after = quorumMet(list, [...given, { ...extra, personId: REQUESTER }], REQUESTER);
        expect(after.met && !before.met).toBe(false);
        expect(after.counted).not.toContain(REQUESTER);
      }),
    );
  });

  it('invariant 8: repeating an answer, or adding an invalid one, changes nothing', () => {
    fc.assert(
      fc.property(require, answers, confirmation, fc.nat(), (list, given, extra, pick) => {
        const before = quorumMet(list, given, REQUESTER);
        const repeated = given[pick % Math.max(given.length, 1)];
        expect(quorumMet(list, repeated ? [...given, repeated] : given, REQUESTER)).toEqual(before);
        expect(quorumMet(list, [...given, { ...extra, valid: false }], REQUESTER)).toEqual(before);
      }),
    );
  });

  it('a second answer of someone who answered never helps', () => {
    fc.assert(
      fc.property(require, answers, confirmation, fc.nat(), (list, given, extra, pick) => {
        const known = given.filter((each) => each.valid)[pick % Math.max(given.length, 1)];
        fc.pre(known !== undefined);
        const after = quorumMet(list, [...given, { ...extra, personId: known.personId }], REQUESTER);
        expect(after.met && !quorumMet(list, given, REQUESTER).met).toBe(false);
      }),
    );
  });

  it('does not depend on the order of answers', () => {
    const shuffled = answers.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(require, shuffled, (list, [given, other]) => {
        expect(quorumMet(list, other, REQUESTER)).toEqual(quorumMet(list, given, REQUESTER));
      }),
    );
  });

  it('an EVM key never fills less than a passkey', () => {
    fc.assert(
      fc.property(require, answers, fc.nat(), (list, given, pick) => {
        const at = pick % Math.max(given.length, 1);
        const by = (key: 'evm' | 'passkey') =>
          given.map((each, index) => (index === at ? { ...each, key } : each));
        const [evm, passkey] = [
          quorumMet(list, by('evm'), REQUESTER),
          quorumMet(list, by('passkey'), REQUESTER),
        ];
        expect(passkey.met && !evm.met).toBe(false);
      }),
    );
  });

  it('a quorum that asks for EVM keys is met by nothing that does not meet it without', () => {
    fc.assert(
      fc.property(require, answers, (list, given) => {
        const anyKey = joinedQuorum([list.map(({ group, count }) => ({ group, count }))]);
        expect(quorumMet(list, given, REQUESTER).met && !quorumMet(anyKey, given, REQUESTER).met).toBe(false);
      }),
    );
  });
});

describe('joinedQuorum and demandsAll', () => {
  it('the joined quorum demands each, and whatever meets what demands another meets that too', () => {
    fc.assert(
      fc.property(require, require, answers, (one, other, given) => {
        const both = joinedQuorum([one, other]);
        expect([demandsAll(one, both), demandsAll(other, both)]).toEqual([true, true]);
        const isMet = (list: readonly Requirement[]) => quorumMet(list, given, REQUESTER).met;
        expect(isMet(both) && !(isMet(one) && isMet(other))).toBe(false);
        if (demandsAll(one, other)) expect(isMet(other) && !isMet(one)).toBe(false);
      }),
    );
  });

  it('what is not demanded can be told apart by some answers', () => {
    const everybody = fc.uniqueArray(confirmation, { selector: (each) => each.personId, minLength: 7 });
    let [told, runs] = [0, 0];
    fc.assert(
      fc.property(require, everybody, (list, given) => {
        const [first] = list;
        if (first === undefined || list.some(({ keys }) => keys === 'evm')) return;
        const stricter = joinedQuorum([list, [{ ...first, keys: 'evm' }]]);
        runs += 1;
        expect(demandsAll(list, stricter)).toBe(true);
        expect(demandsAll(stricter, list)).toBe(false);
        if (quorumMet(list, given, REQUESTER).met && !quorumMet(stricter, given, REQUESTER).met) told += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(runs);
  });
});

describe('needsEvmKey', () => {
  it('refuses an answer exactly if it fills nothing that an EVM key of the same person would fill', () => {
    const others = fc.uniqueArray(confirmation, { selector: (each) => each.personId, maxLength: 6 });
    fc.assert(
      fc.property(require, others, fc.subarray(GROUPS), (list, given, groups) => {
        const personId = 'p9';
        const most = (people: readonly Candidate[]): number => {
          const all = places(list);
          const subsets = Array.from({ length: 2 ** all.length }, (_, mask) =>
            all.filter((__, index) => (mask >> index) % 2 === 1),
          );
          return Math.max(...subsets.filter((each) => canSeat(each, people)).map((each) => each.length));
        };
        const valid = given.filter((each) => each.valid);
        const fillsLess =
          most([...valid, { groups, key: 'passkey' }]) < most([...valid, { groups, key: 'evm' }]);
        const couldNever = most([{ groups, key: 'passkey' }]) === 0 && most([{ groups, key: 'evm' }]) === 1;
        expect(needsEvmKey(list, given, { personId, groups, key: 'passkey' })).toBe(fillsLess || couldNever);
        expect(needsEvmKey(list, given, { personId, groups, key: 'evm' })).toBe(false);
      }),
    );
  });
});
