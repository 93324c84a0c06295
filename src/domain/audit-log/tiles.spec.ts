import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { definedRoot, platformHasher, someLeaves } from '../../../test/builders/log-tree.js';
import { consistencyProof, verifyConsistency } from './consistency-proof.js';
import { frontierOf, frontierRoot } from './frontier.js';
import { inclusionProof, verifyInclusion } from './inclusion-proof.js';
import { MalformedLogText } from './malformed.js';
import type { NodeReader } from './subtrees.js';
import { tilePath } from './tile-path.js';
import { bundlesOf, nodesInTiles, tileBytes, tileHashes, tileOfNode, tilesOf } from './tiles.js';

const leaves = someLeaves(1_100);
const SIZE = BigInt(leaves.length);
const read: NodeReader = (level, index) => {
  const width = 2 ** level;
  const part = leaves.slice(Number(index) * width, (Number(index) + 1) * width);
  if (part.length !== width) throw new Error('there is no such node');
  return frontierRoot(frontierOf(part, platformHasher), platformHasher);
};

/** The tiles of a tree as a server would have them: by path, and nothing else. */
function served(size: bigint): ReadonlyMap<string, Uint8Array> {
  return new Map([...tilesOf(size)].map((tile) => [tilePath(tile), tileBytes(tile, read)]));
}

function nodesOf(size: bigint): NodeReader {
  const tiles = served(size);
  const fetch = (path: string): Uint8Array => {
    const bytes = tiles.get(path);
    if (!bytes) throw new Error(`no ${path} is served`);
    return bytes;
  };
  return nodesInTiles(size, (tile) => fetch(tilePath(tile)), platformHasher);
}

describe(tilesOf.name, () => {
  it('is what the specification says of a tree of 70,000', () => {
    const tiles = [...tilesOf(70_000n)];
    const counted = (level: number) =>
      tiles.filter((tile) => tile.level === level && tile.width === 256).length;
    expect([counted(0), counted(1), counted(2)]).toEqual([273, 1, 0]);
    expect(tiles.filter((tile) => tile.width < 256)).toEqual([
      { level: 0, index: 273n, width: 112 },
      { level: 1, index: 1n, width: 17 },
      { level: 2, index: 0n, width: 1 },
    ]);
  });

  it('is what the specification says of a tree of 256', () => {
    expect([...tilesOf(256n)]).toEqual([
      { level: 0, index: 0n, width: 256 },
      { level: 1, index: 0n, width: 1 },
    ]);
    expect([...tilesOf(0n)]).toEqual([]);
  });

  it('after growth has what the tree had not before, and nothing else', () => {
    const sizes = fc.bigInt({ min: 0n, max: 140_000n });
    fc.assert(
      fc.property(sizes, sizes, (one, other) => {
        const [oldSize, size] = one < other ? [one, other] : [other, one];
        const before = new Set([...tilesOf(oldSize)].map(tilePath));
        const now = [...tilesOf(size)].map(tilePath);
        expect([...tilesOf(size, oldSize)].map(tilePath)).toEqual(now.filter((path) => !before.has(path)));
      }),
      { numRuns: 30 },
    );
  });
});

describe(bundlesOf.name, () => {
  it('are as those of level 0', () => {
    expect([...bundlesOf(600n)].map(tilePath)).toEqual([
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/88',
    ]);
    expect([...bundlesOf(600n, 512n)].map(tilePath)).toEqual(['tile/entries/002.p/88']);
    expect([...bundlesOf(600n, 600n)]).toEqual([]);
  });
});

describe(tileBytes.name, () => {
  it('holds the leaf hashes, and above them the roots of full tiles', () => {
    const tile = { level: 0, index: 4n, width: 76 };
    expect(tileHashes(tile, tileBytes(tile, read))).toEqual(leaves.slice(1_024));
    const above = { level: 1, index: 0n, width: 4 };
    expect(tileHashes(above, tileBytes(above, read))[3]).toEqual(definedRoot(leaves.slice(768, 1_024)));
  });

  it('is refused with another length than its width has', () => {
    const tile = { level: 0, index: 0n, width: 2 };
    for (const length of [0, 32, 63, 65, 96]) {
      expect(() => tileHashes(tile, new Uint8Array(length))).toThrow(MalformedLogText);
    }
  });
});

describe(nodesInTiles.name, () => {
  const nodes = nodesOf(SIZE);

  it('invariant 16: gives every proof that the tree has', () => {
    const root = definedRoot(leaves);
    const place = fc.bigInt({ min: 0n, max: SIZE - 1n });
    fc.assert(
      fc.property(place, (index) => {
        const leaf = leaves[Number(index)] ?? new Uint8Array();
        const path = inclusionProof(index, SIZE, nodes, platformHasher);
        expect(verifyInclusion({ index, size: SIZE, leaf, root }, path, platformHasher)).toBe(true);
        const oldRoot = definedRoot(leaves.slice(0, Number(index) + 1));
        const claim = { oldSize: index + 1n, oldRoot, size: SIZE, root };
        const proof = consistencyProof(index + 1n, SIZE, nodes, platformHasher);
        expect(verifyConsistency(claim, proof, platformHasher)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('reads every complete node of a smaller tree from the tiles of that tree', () => {
    for (const size of [1n, 255n, 256n, 257n, 511n, 513n]) {
      const small = nodesOf(size);
      for (let level = 0; size >> BigInt(level) > 0n; level += 1) {
        const last = (size >> BigInt(level)) - 1n;
        expect(Buffer.from(small(level, last))).toEqual(Buffer.from(read(level, last)));
      }
    }
  });
});

describe(tileOfNode.name, () => {
  it.each([
    [0, 0n, 1n, 'tile/0/000.p/1'],
    [0, 255n, 300n, 'tile/0/000'],
    [3, 33n, 300n, 'tile/0/001.p/44'],
    [8, 0n, 300n, 'tile/1/000.p/1'],
    [15, 1n, 70_000n, 'tile/1/000'],
    [16, 0n, 70_000n, 'tile/2/000.p/1'],
  ])('of node %s/%s in a tree of %s is %s', (level, index, size, path) => {
    expect(tilePath(tileOfNode(level, index, size))).toBe(path);
  });

  it.each([
    [0, 5n, 5n],
    [3, 0n, 7n],
    [-1, 0n, 7n],
    [0, -1n, 7n],
  ])('does not know node %s/%s in a tree of %s', (level, index, size) => {
    expect(() => tileOfNode(level, index, size)).toThrow(RangeError);
  });
});
