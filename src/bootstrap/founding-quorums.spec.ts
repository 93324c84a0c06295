import { describe, expect, it } from '@jest/globals';
import { sandboxFounding } from '../../sandbox/founding.js';
import type { Requirement } from '../domain/confirmations/quorum.js';
import { FoundingDocument } from './founding-document.js';
import { quorumFaults } from './founding-quorums.js';

const address = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';
const document = FoundingDocument.parse(
  sandboxFounding({
    safes: [{ label: 'Cold Safe 1', address }],
    token: { address, codeHash: `0x${'ab'.repeat(32)}` },
    hotWallet: address,
    now: new Date(1_800_000_000_000),
  }),
);

/** With one person in both groups, and an exception quorum of theirs. */
function faultsOf(exceptionQuorum: readonly Requirement[]): readonly string[] {
  const [alone] = document.people.filter(({ roles }) => roles.includes('compliance'));
  if (!alone) throw new Error('the sandbox has compliance');
  const people = document.people.map((each) => ({
    ...each,
    groups: each === alone ? [...each.groups, 'night', 'day'] : each.groups,
  }));
  return quorumFaults({
    ...document,
    people,
    policy: { ...document.policy, exceptionQuorum: [...exceptionQuorum] },
  });
}

describe(quorumFaults.name, () => {
  it('finds nothing in quorums that the people can fill', () => {
    expect(quorumFaults(document)).toEqual([]);
    expect(faultsOf([{ group: 'night', count: 1, keys: 'evm' }])).toEqual([]);
  });

  it.each<[string, readonly Requirement[], string]>([
    ['one line', [{ group: 'night', count: 2 }], '2 of night with the role compliance'],
    [
      'lines of one group together',
      [
        { group: 'night', count: 1 },
        { group: 'night', count: 1, keys: 'evm' },
      ],
      '2 of night with the role compliance',
    ],
    [
      'groups of the same people',
      [
        { group: 'day', count: 1 },
        { group: 'night', count: 1 },
      ],
      '1 of day and 1 of night with the role compliance, each of them another person',
    ],
  ])('invariant 10: finds that too few people are there for %s', (_, require, words) => {
    expect(faultsOf(require)).toEqual([`the exception quorum needs ${words}, and there are fewer`]);
  });
});
