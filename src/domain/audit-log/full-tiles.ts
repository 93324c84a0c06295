import { type Hasher, nodeHash } from './merkle.js';
import { TILE_WIDTH } from './tile-path.js';

const WIDTH = BigInt(TILE_WIDTH);

/** A tile that will never change: the hashes of its lowest level, and the node above them. */
export interface FullTile {
  readonly level: number;
  readonly index: bigint;
  readonly hashes: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** The hashes of a level of tiles from `start` to `end` (exclusive): leaves, or the roots of the tiles below. */
export type StoredHashes = (level: number, start: bigint, end: bigint) => Promise<readonly Uint8Array[]>;

/**
 * The tiles that become full when the tree grows by these leaves. Only the hashes of the last partial tile are read
 * from storage.
 */
export async function tilesFilled(
  oldSize: bigint,
  leaves: readonly Uint8Array[],
  stored: StoredHashes,
  hasher: Hasher,
): Promise<readonly FullTile[]> {
  const filled: FullTile[] = [];
  let [level, count, added] = [0, oldSize, leaves];
  for (;;) {
    const first = count / WIDTH;
    const end = (count + BigInt(added.length)) / WIDTH;
    if (first === end) return filled;
    const before = await stored(level, first * WIDTH, count);
    if (BigInt(before.length) !== count - first * WIDTH) throw new Error('hashes of the tree are missing');
    const all = [...before, ...added];
    const roots: Uint8Array[] = [];
    for (let index = first; index < end; index += 1n) {
      const at = Number((index - first) * WIDTH);
      const hashes = all.slice(at, at + TILE_WIDTH);
      const root = rootOf(hashes, hasher);
      filled.push({ level, index, hashes, root });
      roots.push(root);
    }
    [level, count, added] = [level + 1, first, roots];
  }
}

/** The node above 1, 2, 4, ... neighbouring hashes. */
export function rootOf(hashes: readonly Uint8Array[], hasher: Hasher): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, at) => pair(row, 2 * at, hasher));
  }
  const [root] = row;
  if (!root) throw new RangeError('expected a power of two of hashes');
  return root;
}

function pair(row: readonly Uint8Array[], at: number, hasher: Hasher): Uint8Array {
  const [left, right] = [row[at], row[at + 1]];
  if (!left || !right) throw new RangeError('expected a power of two of hashes');
  return nodeHash(left, right, hasher);
}
