import { HASH_BYTES, type Hasher, isSameHash, nodeHash, plainHasher } from './merkle.js';
import {
  type LeafRange,
  type NodeId,
  type NodeReader,
  rangeHash,
  splitPoint,
  subtreesOf,
} from './subtrees.js';

/** The nodes that `inclusionProof` reads, so that a service can fetch them in one query. */
export function inclusionProofNodes(index: bigint, size: bigint): readonly NodeId[] {
  return siblingRanges(index, size).flatMap(subtreesOf);
}

/**
 * The inclusion proof (audit path) of RFC 6962, section 2.1.1, from the leaf's sibling up to the root's child.
 * @throws RangeError if the tree has no such leaf
 */
export function inclusionProof(
  index: bigint,
  size: bigint,
  read: NodeReader,
  hasher: Hasher = plainHasher,
): readonly Uint8Array[] {
  return siblingRanges(index, size).map((range) => rangeHash(range, read, hasher));
}

/** From the root down, the half without the leaf is the next hash. The proof lists them from the leaf up. */
function siblingRanges(index: bigint, size: bigint): readonly LeafRange[] {
  if (index < 0n || index >= size) throw new RangeError('the tree has no such leaf');
  const siblings: LeafRange[] = [];
  let tree: LeafRange = { start: 0n, end: size };
  while (tree.end - tree.start > 1n) {
    const middle = tree.start + splitPoint(tree.end - tree.start);
    const left = { start: tree.start, end: middle };
    const right = { start: middle, end: tree.end };
    siblings.push(index < middle ? right : left);
    tree = index < middle ? left : right;
  }
  return siblings.reverse();
}

export interface InclusionClaim {
  readonly index: bigint;
  readonly size: bigint;
  /** The leaf's hash. */
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
}

/**
 * Whether a proof shows that the leaf is at its index in the tree of that size and root (RFC 9162, section 2.1.3.2).
 * Exactly one proof is accepted. Hashes of wrong length and negative numbers are false as well.
 */
export function verifyInclusion(
  { index, size, leaf, root }: InclusionClaim,
  proof: readonly Uint8Array[],
  hasher: Hasher = plainHasher,
): boolean {
  if (index < 0n || index >= size) return false;
  if ([leaf, root, ...proof].some((hash) => hash.length !== HASH_BYTES)) return false;
  let [node, last] = [index, size - 1n];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      hash = nodeHash(sibling, hash, hasher);
      // The last node of a level may have no sibling: go up until it is a right child.
      while ((node & 1n) === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else {
      hash = nodeHash(hash, sibling, hasher);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && isSameHash(hash, root);
}
