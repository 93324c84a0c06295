import { type Hasher, nodeHash, plainHasher } from './merkle.js';

/** The leaves from `start` up to but without `end`. */
export interface LeafRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** A complete subtree: level 0 are the leaves; node `index` of a level stands over leaves index*2^level and following. */
export interface NodeId {
  readonly level: number;
  readonly index: bigint;
}

/** The hash of a complete subtree, from wherever the log keeps them. @throws what its keeper throws if it is missing */
export type NodeReader = (level: number, index: bigint) => Uint8Array;

/**
 * The complete subtrees that a range consists of, from left to right. The range begins where a subtree of at least its
 * own length begins, as all ranges do that RFC 6962 takes a Merkle tree hash of.
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
 * The fewest complete subtrees that any range consists of, from left to right. Unlike `subtreesOf` it takes a range that
 * begins anywhere.
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

/** The Merkle tree hash of a range that is not empty, RFC 6962, section 2.1. */
export function rangeHash(range: LeafRange, read: NodeReader, hasher: Hasher = plainHasher): Uint8Array {
  return subtreesOf(range)
    .map(({ level, index }) => read(level, index))
    .reduceRight((right, left) => nodeHash(left, right, hasher));
}

/** Where RFC 6962 splits a tree of `size` > 1 leaves: the largest power of two below it. */
export function splitPoint(size: bigint): bigint {
  return 1n << BigInt((size - 1n).toString(2).length - 1);
}
