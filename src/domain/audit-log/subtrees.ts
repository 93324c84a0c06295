import { type Hasher, nodeHash, plainHasher } from './merkle.js';

/** The leaves from `start` to `end` (exclusive). */
export interface LeafRange {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * A complete subtree. Level 0 are the leaves; node `index` of a level covers the 2^level leaves from index*2^level on.
 */
export interface NodeId {
  readonly level: number;
  readonly index: bigint;
}

/**
 * Reads the hash of a complete subtree from where the log stores it. @throws whatever the store throws if it is missing
 */
export type NodeReader = (level: number, index: bigint) => Uint8Array;

/**
 * The complete subtrees that make up a range, from left to right. The range must begin where a subtree of at least its
 * length begins, as every range does that RFC 6962 hashes.
 */
export function subtreesOf({ start, end }: LeafRange): readonly NodeId[] {
  const found: NodeId[] = [];
  for (let at = start; at < end;) {
    const level = (end - at).toString(2).length - 1;
    found.push({ level, index: at >> BigInt(level) });
    at += 1n << BigInt(level);
  }
  return found;
}

/**
 * The fewest complete subtrees that make up a range, from left to right. Unlike for `subtreesOf`, the range may begin
 * anywhere.
 */
export function subtreesCovering({ start, end }: LeafRange): readonly NodeId[] {
  const found: NodeId[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    while (at % (2n << BigInt(level)) === 0n && at + (2n << BigInt(level)) <= end) level += 1;
    found.push({ level, index: at >> BigInt(level) });
    at += 1n << BigInt(level);
  }
  return found;
}

/** The Merkle tree hash of a non-empty range (RFC 6962, section 2.1). */
export function rangeHash(range: LeafRange, read: NodeReader, hasher: Hasher = plainHasher): Uint8Array {
  return subtreesOf(range)
    .map(({ level, index }) => read(level, index))
    .reduceRight((right, left) => nodeHash(left, right, hasher));
}

/** Where RFC 6962 splits a tree of `size` > 1 leaves: the largest power of two below it. */
export function splitPoint(size: bigint): bigint {
  return 1n << BigInt((size - 1n).toString(2).length - 1);
}
