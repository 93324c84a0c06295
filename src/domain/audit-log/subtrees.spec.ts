import { describe, expect, it } from '@jest/globals';
import { definedRoot, readerOf, someLeaves } from '../../../test/builders/log-tree.js';
import { rangeHash, splitPoint, subtreesOf } from './subtrees.js';

describe(subtreesOf.name, () => {
  it('are the largest that fit, from left to right', () => {
    expect(subtreesOf({ start: 16n, end: 27n })).toEqual([
      { level: 3, index: 2n },
      { level: 1, index: 12n },
      { level: 0, index: 26n },
    ]);
    expect(subtreesOf({ start: 0n, end: 2n ** 63n })).toEqual([{ level: 63, index: 0n }]);
    expect(subtreesOf({ start: 5n, end: 5n })).toEqual([]);
  });
});

describe(rangeHash.name, () => {
  it('is the hash that the RFC defines', () => {
    const leaves = someLeaves(45);
    for (const [start, end] of [
      [0, 45],
      [32, 45],
      [40, 44],
      [44, 45],
    ] as const) {
      expect(rangeHash({ start: BigInt(start), end: BigInt(end) }, readerOf(leaves))).toEqual(
        definedRoot(leaves.slice(start, end)),
      );
    }
  });
});

describe(splitPoint.name, () => {
  it.each([
    [2n, 1n],
    [3n, 2n],
    [4n, 2n],
    [5n, 4n],
    [2n ** 63n, 2n ** 62n],
    [2n ** 63n + 1n, 2n ** 63n],
  ])('of %s is %s', (size, expected) => {
    expect(splitPoint(size)).toBe(expected);
  });
});
