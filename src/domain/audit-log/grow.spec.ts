import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { EMPTY_FRONTIER, frontierOf, frontierRoot } from './frontier.js';
import { rootOf, tilesFilled } from './full-tiles.js';
import { InconsistentTree, grow } from './grow.js';
import { EMPTY_ROOT, plainHasher } from './merkle.js';
import { TILE_WIDTH } from './tile-path.js';

const sha256 = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from(createHash('sha256').update(bytes).digest());
const leaf = (at: number): Uint8Array => sha256(Uint8Array.of(at >> 16, (at >> 8) & 255, at & 255));
const leaves = (count: number, from = 0): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leaf(from + at));

function signed(count: number) {
  const frontier = frontierOf(leaves(count), sha256);
  return { frontier, root: frontierRoot(frontier, sha256) };
}

describe(grow.name, () => {
  it('invariant 16: makes the tree that all leaves make', () => {
    fc.assert(
      fc.property(fc.nat(600), fc.nat(600), (before, more) => {
        expect(grow(signed(before), leaves(more, before), sha256)).toEqual(signed(before + more));
      }),
    );
  });

  it('invariant 16: begins with nothing, by either SHA-256', () => {
    expect(grow({ frontier: EMPTY_FRONTIER, root: EMPTY_ROOT }, leaves(3), plainHasher)).toEqual(signed(3));
  });

  it('invariant 16: refuses to grow what is not what was signed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (before, seed) => {
        const { frontier, root } = signed(before);
        const at = seed % frontier.nodes.length;
        const nodes = frontier.nodes.map((node, index) => (index === at ? leaf(999_999) : node));
        expect(() => grow({ frontier: { ...frontier, nodes }, root }, leaves(1), sha256)).toThrow(
          InconsistentTree,
        );
        expect(() => grow({ frontier, root: leaf(999_999) }, leaves(1), sha256)).toThrow(InconsistentTree);
      }),
    );
  });
});

describe(tilesFilled.name, () => {
  it('gives every full tile once, whatever the batches are', async () => {
    const total = 2 * 256 * 256 + 300;
    const all = leaves(total);
    const tiles = new Map<string, { hashes: readonly Uint8Array[]; root: Uint8Array }>();
    const stored = (level: number, start: bigint, end: bigint) => {
      const indexes = Array.from({ length: Number(end - start) }, (_, at) => start + BigInt(at));
      const hash = (index: bigint) =>
        level === 0 ? all[Number(index)] : tiles.get(`${String(level - 1)}/${String(index)}`)?.root;
      return Promise.resolve(indexes.map((index) => hash(index) ?? new Uint8Array()));
    };
    let size = 0;
    for (const step of [1, 254, 1, 1, 255, 300, 65_000, 1, 66_000, 3]) {
      const batch = all.slice(size, size + step);
      for (const tile of await tilesFilled(BigInt(size), batch, stored, sha256)) {
        const key = `${String(tile.level)}/${String(tile.index)}`;
        expect(tiles.has(key)).toBe(false);
        expect(tile.hashes).toHaveLength(TILE_WIDTH);
        tiles.set(key, tile);
      }
      size += batch.length;
    }
    expect([...tiles.keys()].filter((key) => key.startsWith('1/'))).toEqual(['1/0', '1/1']);
    expect(tiles.size).toBe(Math.floor(size / 256) + 2);
    expect(tiles.get('1/1')?.root).toEqual(rootOf(all.slice(65_536, 131_072), sha256));
  });

  it('refuses to make a tile with a hole in it', async () => {
    const nothing = () => Promise.resolve([]);
    await expect(tilesFilled(200n, leaves(100), nothing, sha256)).rejects.toThrow('missing');
  });
});
