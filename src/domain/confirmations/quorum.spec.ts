import { describe, expect, it } from '@jest/globals';
import { type CountableConfirmation, quorumMet } from './quorum.js';

const REQUESTER = 'requester';
const both = [
  { group: 'treasury', count: 1 },
  { group: 'risk', count: 1 },
];

function confirmedBy(personId: string, ...groups: string[]): CountableConfirmation {
  return { personId, groups, decision: 'confirm', valid: true };
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
    const reject: CountableConfirmation = { personId: 'ada', groups: [], decision: 'reject', valid: true };
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
