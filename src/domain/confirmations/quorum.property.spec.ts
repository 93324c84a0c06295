import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CountableConfirmation, type Requirement, quorumMet } from './quorum.js';

const GROUPS = ['a', 'b', 'c'];
const REQUESTER = 'p0';
const personId = fc.nat(6).map((n) => `p${String(n)}`);
const confirmation: fc.Arbitrary<CountableConfirmation> = fc.record({
  personId,
  groups: fc.subarray(GROUPS),
  decision: fc.oneof(
    { weight: 9, arbitrary: fc.constant('confirm' as const) },
    { weight: 1, arbitrary: fc.constant('reject' as const) },
  ),
  valid: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});
const answers = fc.array(confirmation, { maxLength: 8 });
const require = fc.uniqueArray(
  fc.record({ group: fc.constantFrom(...GROUPS), count: fc.integer({ min: 1, max: 2 }) }),
  {
    selector: (each) => each.group,
    minLength: 1,
  },
);

/** The plain way: try everyone in every place. */
function canSeat(places: readonly string[], people: readonly (readonly string[])[]): boolean {
  const [place, ...rest] = places;
  if (place === undefined) return true;
  return people.some(
    (groups, index) =>
      groups.includes(place) &&
      canSeat(
        rest,
        people.filter((_, other) => other !== index),
      ),
  );
}

function places(list: readonly Requirement[]): string[] {
  return list.flatMap(({ group, count }) => Array<string>(count).fill(group));
}

describe('quorumMet', () => {
  it('agrees with trying everyone in every place', () => {
    const oncePerPerson = fc.uniqueArray(confirmation, { selector: (each) => each.personId, maxLength: 7 });
    fc.assert(
      fc.property(require, oncePerPerson, (list, given) => {
        const valid = given.filter((each) => each.valid);
        const people = valid.filter((each) => each.personId !== REQUESTER && each.decision === 'confirm');
        const isRejected = valid.some((each) => each.decision === 'reject');
        const expected =
          !isRejected &&
          canSeat(
            places(list),
            people.map((each) => each.groups),
          );
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
});
