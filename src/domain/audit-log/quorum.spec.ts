import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TWO_OF_THREE, vkeyOf, witnessSigner } from '../../../test/builders/witnessed-log.js';
import { isQuorumMet } from './quorum.js';
import { parseTlogPolicy } from './tlog-policy.js';

const names = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'];
// The example of c2sp.org/tlog-policy.
const example = parseTlogPolicy(
  [
    ...names.map((name, at) => `witness ${name} ${vkeyOf(witnessSigner(at))}`),
    'group X-witnesses 2 X1 X2 X3',
    'group Y-witnesses any Y1 Y2 Y3',
    'group X-and-Y all X-witnesses Y-witnesses',
    'quorum X-and-Y',
    '',
  ].join('\n'),
);

describe(isQuorumMet.name, () => {
  it('is what the example of the specification says, for every set of witnesses', () => {
    for (const present of fc.sample(fc.subarray(names), 200)) {
      const count = (letter: string) => present.filter((name) => name.startsWith(letter)).length;
      expect(isQuorumMet(example, new Set(present))).toBe(count('X') >= 2 && count('Y') >= 1);
    }
  });

  it('never needs fewer witnesses because there are more', () => {
    fc.assert(
      fc.property(fc.subarray(names), fc.subarray(names), (some, more) => {
        if (isQuorumMet(example, new Set(some)))
          expect(isQuorumMet(example, new Set([...some, ...more]))).toBe(true);
      }),
    );
  });

  it('counts nobody but the witnesses of the policy', () => {
    const policy = parseTlogPolicy(TWO_OF_THREE);
    expect(isQuorumMet(policy, new Set(['w1', 'witnesses', 'w9']))).toBe(false);
    expect(isQuorumMet(policy, new Set(['w1', 'w3']))).toBe(true);
  });

  it('of none is always met', () => {
    expect(isQuorumMet(parseTlogPolicy('quorum none\n'), new Set())).toBe(true);
  });
});
