import { type Hasher, nodeHash } from './merkle.js';
import { TILE_WIDTH } from './tile-path.js';

const WIDTH = BigInt(TILE_WIDTH);

/** A tile that never changes again: the hashes of its lowest level, and the node that they make. */
export interface FullTile {
  readonly level: number;
  readonly index: bigint;
  readonly hashes: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** The hashes of a level of tiles from `start` up to but without `end`: leaves, or the roots of the tiles below. */
export type StoredHashes = (level: number, start: bigint, end: bigint) => Promise<readonly Uint8Array[]>;

/**
 * The tiles that become full while the tree grows by these leaves. Only what is left of the last tile that was not full
 * is read from where it is stored.
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

/** The node above 1, 2, 4, ... hashes side by side. */
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
