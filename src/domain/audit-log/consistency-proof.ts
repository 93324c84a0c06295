// Deliberately parallel to inclusion-proof.ts, so that each file reads like its section of the RFC.
import { HASH_BYTES, type Hasher, isSameHash, nodeHash, plainHasher } from './merkle.js';
import {
  type LeafRange,
  type NodeId,
  type NodeReader,
  rangeHash,
  splitPoint,
  subtreesOf,
} from './subtrees.js';

/** The nodes that `consistencyProof` reads, so that a service can fetch them in one query. */
export function consistencyProofNodes(oldSize: bigint, size: bigint): readonly NodeId[] {
  return provenRanges(oldSize, size).flatMap(subtreesOf);
}

/**
 * The consistency proof of RFC 6962, section 2.1.2: the tree of `size` leaves begins with that of `oldSize`. It is
 * empty for equal sizes and from the empty tree, where there is nothing to prove.
 * @throws RangeError if the old tree is larger
 */
export function consistencyProof(
  oldSize: bigint,
  size: bigint,
  read: NodeReader,
  hasher: Hasher = plainHasher,
): readonly Uint8Array[] {
  return provenRanges(oldSize, size).map((range) => rangeHash(range, read, hasher));
}

function provenRanges(oldSize: bigint, size: bigint): readonly LeafRange[] {
  if (oldSize < 0n || oldSize > size) throw new RangeError('the old tree is no part of the new one');
  if (oldSize === 0n) return [];
  const ranges: LeafRange[] = [];
  let tree: LeafRange = { start: 0n, end: size };
  // Down to the subtree in which the old tree ends. The sibling of each step is proven as a whole.
  while (tree.end !== oldSize) {
    const middle = tree.start + splitPoint(tree.end - tree.start);
    const left = { start: tree.start, end: middle };
    const right = { start: middle, end: tree.end };
    ranges.push(oldSize <= middle ? right : left);
    tree = oldSize <= middle ? left : right;
  }
  // The verifier knows the old root already.
  return tree.start === 0n ? ranges.reverse() : [tree, ...ranges.reverse()];
}

export interface ConsistencyClaim {
  readonly oldSize: bigint;
  readonly oldRoot: Uint8Array;
  readonly size: bigint;
  readonly root: Uint8Array;
}

/**
 * Whether a proof shows that the tree of `size` begins with that of `oldSize` (RFC 9162, section 2.1.4.2). Exactly one
 * proof is accepted. For equal sizes it is empty, and the roots must be equal. From the empty tree there is nothing to
 * prove, so the answer is false and nobody can mistake it for a proof.
 */
export function verifyConsistency(
  claim: ConsistencyClaim,
  proof: readonly Uint8Array[],
  hasher: Hasher = plainHasher,
): boolean {
  const { oldSize, oldRoot, size, root } = claim;
  if (oldSize < 0n || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && isSameHash(oldRoot, root);
  if (oldSize === 0n) return false;
  if ([oldRoot, root, ...proof].some((hash) => hash.length !== HASH_BYTES)) return false;
  return rootsFollow(claim, proof, hasher);
}

function rootsFollow(claim: ConsistencyClaim, proof: readonly Uint8Array[], hasher: Hasher): boolean {
  const { oldSize, oldRoot, size, root } = claim;
  const isComplete = (oldSize & (oldSize - 1n)) === 0n;
  const [first, ...others] = isComplete ? [oldRoot, ...proof] : proof;
  if (!first || proof.length === 0) return false;
  let [node, last] = [oldSize - 1n, size - 1n];
  while ((node & 1n) === 1n) [node, last] = [node >> 1n, last >> 1n];
  let [oldHash, hash] = [first, first];
  for (const sibling of others) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      oldHash = nodeHash(sibling, oldHash, hasher);
      hash = nodeHash(sibling, hash, hasher);
      while ((node & 1n) === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else {
      hash = nodeHash(hash, sibling, hasher);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && isSameHash(oldHash, oldRoot) && isSameHash(hash, root);
}
