import { frontierOf, frontierRoot } from './frontier.js';
import { MalformedLogText } from './malformed.js';
import { HASH_BYTES, type Hasher, plainHasher } from './merkle.js';
import type { NodeReader } from './subtrees.js';
import { TILE_WIDTH, type Tile } from './tile-path.js';

/** A tile is a subtree of this height. */
const HEIGHT = 8;

/** A tile of hashes, not a bundle of entries. */
export interface HashTile extends Tile {
  readonly level: number;
}

/**
 * The tiles of hashes that a tree of `size` leaves has and a tree of `oldSize` had not, level by level: what a log
 * writes after it has grown. An old size of 0 gives all of them.
 */
export function* tilesOf(size: bigint, oldSize = 0n): Generator<HashTile> {
  for (let level = 0; size >> BigInt(HEIGHT * level) > 0n; level += 1) {
    const [count, oldCount] = [size >> BigInt(HEIGHT * level), oldSize >> BigInt(HEIGHT * level)];
    for (const each of widths(count, oldCount)) yield { level, ...each };
  }
}

/** As `tilesOf`, for the bundles of entries. */
export function* bundlesOf(size: bigint, oldSize = 0n): Generator<Tile> {
  for (const each of widths(size, oldSize)) yield { level: 'entries', ...each };
}

function* widths(count: bigint, oldCount: bigint): Generator<Pick<Tile, 'index' | 'width'>> {
  if (count === oldCount) return;
  const width = BigInt(TILE_WIDTH);
  let index = oldCount / width;
  for (; (index + 1n) * width <= count; index += 1n) yield { index, width: TILE_WIDTH };
  if (count % width > 0n) yield { index, width: Number(count % width) };
}

/** A tile's bytes: its hashes one after the other. `read` must know the nodes of levels 0, 8, 16 and so on. */
export function tileBytes({ level, index, width }: HashTile, read: NodeReader): Uint8Array {
  const bytes = new Uint8Array(width * HASH_BYTES);
  for (let at = 0; at < width; at += 1) {
    bytes.set(read(level * HEIGHT, index * BigInt(TILE_WIDTH) + BigInt(at)), at * HASH_BYTES);
  }
  return bytes;
}

/** The hashes in a tile. @throws MalformedLogText if their number is not its width */
export function tileHashes({ width }: HashTile, bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes.length !== width * HASH_BYTES)
    throw new MalformedLogText('the tile has not the length of its width');
  return Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** The tile that holds a node of a tree of `size` leaves. @throws RangeError if the tree has no such complete node */
export function tileOfNode(level: number, index: bigint, size: bigint): HashTile {
  if (level < 0 || index < 0n || (index + 1n) << BigInt(level) > size) {
    throw new RangeError('the tree has no such node');
  }
  const tileLevel = Math.floor(level / HEIGHT);
  const tileIndex = (index << BigInt(level % HEIGHT)) / BigInt(TILE_WIDTH);
  const hashes = (size >> BigInt(HEIGHT * tileLevel)) - tileIndex * BigInt(TILE_WIDTH);
  return {
    level: tileLevel,
    index: tileIndex,
    width: hashes < BigInt(TILE_WIDTH) ? Number(hashes) : TILE_WIDTH,
  };
}

/**
 * Reads nodes of a tree of `size` leaves from its tiles. The tiles are not trusted: a node is proven only once a proof
 * built from it leads to a checkpoint's root.
 */
export function nodesInTiles(
  size: bigint,
  fetch: (tile: HashTile) => Uint8Array,
  hasher: Hasher = plainHasher,
): NodeReader {
  return (level, index) => {
    const tile = tileOfNode(level, index, size);
    const hashes = tileHashes(tile, fetch(tile));
    const depth = BigInt(level % HEIGHT);
    const start = Number((index << depth) - tile.index * BigInt(TILE_WIDTH));
    const below = hashes.slice(start, start + Number(1n << depth));
    return frontierRoot(frontierOf(below, hasher), hasher);
  };
}
