import { describe, expect, it } from '@jest/globals';
import { type CountableConfirmation, needsEvmKey, quorumMet, shortPlace } from './quorum.js';

const REQUESTER = 'requester';
const both = [
  { group: 'treasury', count: 1 },
  { group: 'risk', count: 1 },
];

function confirmedBy(personId: string, ...groups: string[]): CountableConfirmation {
  return { personId, groups, key: 'evm', decision: 'confirm', valid: true };
}

describe(quorumMet.name, () => {
  it('is met by the people it asks for', () => {
    const answers = [confirmedBy('ada', 'treasury'), confirmedBy('bob', 'risk')];
    expect(quorumMet(both, answers, REQUESTER)).toEqual({
      met: true,
      missing: [],
      counted: ['ada', 'bob'],
      rejectedBy: [],
    });
  });

  it('invariant 10: needs two people for two places, also of one who is in both groups', () => {
    expect(quorumMet(both, [confirmedBy('ada', 'treasury', 'risk')], REQUESTER)).toMatchObject({
      met: false,
      missing: [{ group: 'treasury', needed: 1, have: 0 }],
    });
  });

  it.each([
    { name: 'first', answers: [confirmedBy('ada', 'treasury', 'risk'), confirmedBy('bob', 'risk')] },
    { name: 'last', answers: [confirmedBy('ada', 'risk'), confirmedBy('bob', 'treasury', 'risk')] },
  ])('moves who is in both groups ($name) to where they are needed', ({ answers }) => {
    expect(quorumMet(both, answers, REQUESTER).met).toBe(true);
  });

  it('moves several people along a chain of groups', () => {
    const chain = ['a', 'b', 'c', 'd'].map((group) => ({ group, count: 1 }));
    const answers = [
      confirmedBy('1', 'a', 'b'),
      confirmedBy('2', 'b', 'c'),
      confirmedBy('3', 'c', 'd'),
      confirmedBy('4', 'a'),
    ];
    expect(quorumMet(chain, answers, REQUESTER).met).toBe(true);
  });

  it('invariant 10: never counts the requester', () => {
    const answers = [confirmedBy(REQUESTER, 'treasury'), confirmedBy('bob', 'risk')];
    expect(quorumMet(both, answers, REQUESTER)).toMatchObject({ met: false, counted: ['bob'] });
  });

  it('invariant 8: counts nothing without a valid signature', () => {
    const answers = [{ ...confirmedBy('ada', 'treasury'), valid: false }, confirmedBy('bob', 'risk')];
    expect(quorumMet(both, answers, REQUESTER)).toMatchObject({ met: false, counted: ['bob'] });
  });

  it('counts a person once, and only in groups that all their answers name', () => {
    const two = [{ group: 'treasury', count: 2 }];
    const twice = [confirmedBy('ada', 'treasury'), confirmedBy('ada', 'treasury')];
    expect(quorumMet(two, twice, REQUESTER).missing).toEqual([{ group: 'treasury', needed: 2, have: 1 }]);
    const contradicting = [confirmedBy('ada', 'treasury'), confirmedBy('ada', 'risk')];
    expect(quorumMet(both, contradicting, REQUESTER).counted).toEqual([]);
  });

  it('is unmet by one reject, also of someone who confirmed', () => {
    const reject: CountableConfirmation = {
      personId: 'ada',
      groups: [],
      key: 'evm',
      decision: 'reject',
      valid: true,
    };
    const answers = [
      confirmedBy('ada', 'treasury'),
      confirmedBy('bob', 'risk'),
      confirmedBy('cid', 'treasury'),
    ];
    expect(quorumMet(both, [...answers, reject], REQUESTER)).toMatchObject({
      met: false,
      missing: [],
      rejectedBy: ['ada'],
    });
    const forged = { ...reject, valid: false };
    expect(quorumMet(both, [...answers, forged], REQUESTER)).toMatchObject({ met: true, rejectedBy: [] });
  });

  it.each([
    [[]],
    [[{ group: 'treasury', count: 0 }]],
    [[{ group: 'treasury', count: -1 }]],
    [[{ group: 'treasury', count: 0.5 }]],
  ])('is never met when it asks for nobody: %j', (require) => {
    expect(quorumMet(require, [confirmedBy('ada', 'treasury')], REQUESTER).met).toBe(false);
  });
});

describe('places for EVM keys', () => {
  const two = [
    { group: 'treasury', count: 1 },
    { group: 'treasury', count: 1, keys: 'evm' as const },
  ];
  const byPasskey = (personId: string): CountableConfirmation => ({
    ...confirmedBy(personId, 'treasury'),
    key: 'passkey',
  });

  it("a passkey's confirmation does not fill them", () => {
    expect(quorumMet([{ group: 'treasury', count: 1, keys: 'evm' }], [byPasskey('ada')], REQUESTER)).toEqual({
      met: false,
      missing: [{ group: 'treasury', keys: 'evm', needed: 1, have: 0 }],
      counted: [],
      rejectedBy: [],
    });
    expect(quorumMet(two, [byPasskey('ada'), byPasskey('bob')], REQUESTER).met).toBe(false);
    expect(quorumMet(two, [byPasskey('ada'), confirmedBy('bob', 'treasury')], REQUESTER).met).toBe(true);
    expect(quorumMet(two, [confirmedBy('ada', 'treasury'), byPasskey('bob')], REQUESTER).met).toBe(true);
  });

  it('what is missing is the place that more people can fill', () => {
    expect(quorumMet(two, [confirmedBy('ada', 'treasury')], REQUESTER).missing).toEqual([
      { group: 'treasury', needed: 1, have: 0 },
    ]);
  });

  it('somebody who answered by both kinds of key counts as one with a passkey', () => {
    const asked = [{ group: 'treasury', count: 1, keys: 'evm' as const }];
    expect(quorumMet(asked, [confirmedBy('ada', 'treasury'), byPasskey('ada')], REQUESTER).met).toBe(false);
  });

  it("a passkey's answer is refused only where an EVM key's would fill a place", () => {
    const ada = { personId: 'ada', groups: ['treasury'], key: 'passkey' as const };
    expect(needsEvmKey(two, [], ada)).toBe(false);
    expect(needsEvmKey(two, [byPasskey('bob')], ada)).toBe(true);
    expect(needsEvmKey(two, [confirmedBy('bob', 'treasury')], ada)).toBe(false);
    expect(needsEvmKey(two.slice(1), [], ada)).toBe(true);
    expect(needsEvmKey(two, [byPasskey('bob')], { ...ada, key: 'evm' })).toBe(false);
    expect(needsEvmKey(two.slice(1), [], { ...ada, groups: ['risk'] })).toBe(false);
  });

  it('too few people are told by all places of their group, and by those for EVM keys', () => {
    const person = (key: 'evm' | 'passkey') => ({ groups: ['treasury'], key });
    expect(shortPlace(two, [person('evm')])).toEqual({ group: 'treasury', count: 2 });
    expect(shortPlace(two, [person('passkey'), person('passkey')])).toEqual(two[1]);
    expect(shortPlace(two, [person('passkey'), person('evm')])).toBeUndefined();
  });
});
