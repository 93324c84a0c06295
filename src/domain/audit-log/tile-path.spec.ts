import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedLogText } from './malformed.js';
import { type Tile, parseTilePath, tilePath } from './tile-path.js';

const anyTile: fc.Arbitrary<Tile> = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
  index: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  width: fc.integer({ min: 1, max: 256 }),
});

describe(tilePath.name, () => {
  it.each([
    ['tile/0/x001/x234/067', 0, 1_234_067n, 256], // the example of c2sp.org/tlog-tiles
    ['tile/0/000', 0, 0n, 256],
    ['tile/1/999.p/17', 1, 999n, 17],
    ['tile/63/x001/000.p/255', 63, 1_000n, 255],
    ['tile/entries/x123/456.p/1', 'entries', 123_456n, 1],
  ] as const)('is %s', (path, level, index, width) => {
    expect(tilePath({ level, index, width })).toBe(path);
    expect(parseTilePath(path)).toEqual({ level, index, width });
  });

  it.each([
    [-1, 0n, 1],
    [64, 0n, 1],
    [0.5, 0n, 1],
    [0, -1n, 1],
    [0, 2n ** 63n, 1],
    [0, 0n, 0],
    [0, 0n, 257],
  ])('refuses level %s, index %s, width %s', (level, index, width) => {
    expect(() => tilePath({ level, index, width })).toThrow(MalformedLogText);
  });
});

describe(parseTilePath.name, () => {
  it('reads what was printed', () => {
    fc.assert(
      fc.property(anyTile, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
    );
  });

  it.each([
    '',
    '/tile/0/000',
    'tile/0/000/',
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/001',
    'tile/0/001/x234',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/',
    'tile/data/000',
    'tile/Entries/000',
    'tile/0/../000',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    'tile/0/x001/x001/x001/x001/x001/x001/x001/001',
  ])('refuses %j', (path) => {
    expect(() => parseTilePath(path)).toThrow(MalformedLogText);
  });
});
