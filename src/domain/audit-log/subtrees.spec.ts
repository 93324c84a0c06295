import { describe, expect, it } from '@jest/globals';
import { definedRoot, readerOf, someLeaves } from '../../../test/builders/log-tree.js';
import { rangeHash, splitPoint, subtreesCovering, subtreesOf } from './subtrees.js';

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

describe(subtreesCovering.name, () => {
  it('are the fewest complete ones, from left to right', () => {
    expect(subtreesCovering({ start: 1n, end: 4n })).toEqual([
      { level: 0, index: 1n },
      { level: 1, index: 1n },
    ]);
    expect(subtreesCovering({ start: 10n, end: 1034n })).toEqual([
      { level: 1, index: 5n },
      { level: 2, index: 3n },
      { level: 4, index: 1n },
      { level: 5, index: 1n },
      { level: 6, index: 1n },
      { level: 7, index: 1n },
      { level: 8, index: 1n },
      { level: 9, index: 1n },
      { level: 3, index: 128n },
      { level: 1, index: 516n },
    ]);
    expect(subtreesCovering({ start: 0n, end: 2n ** 62n })).toEqual([{ level: 62, index: 0n }]);
    expect(subtreesCovering({ start: 5n, end: 5n })).toEqual([]);
  });

  it('are those of subtreesOf where that takes the range', () => {
    for (let end = 1n; end < 70n; end += 1n)
      expect(subtreesCovering({ start: 0n, end })).toEqual(subtreesOf({ start: 0n, end }));
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
