import { consistencyProof, verifyConsistency } from './consistency-proof.js';
import { type Frontier, extend, frontierRoot } from './frontier.js';
import { type Hasher, isSameHash, nodeHash } from './merkle.js';
import { type NodeReader, subtreesOf } from './subtrees.js';

/** The tree as it was last signed. */
export interface SignedTree {
  readonly frontier: Frontier;
  /** From the signature, not recomputed. */
  readonly root: Uint8Array;
}

export class InconsistentTree extends Error {
  override readonly name = 'InconsistentTree';
}

/**
 * Appends these leaves to the signed tree. The new tree is proven to extend what was signed before anyone may sign it:
 * by the consistency proof of RFC 6962, not by the code that appended.
 * @throws InconsistentTree
 */
export function grow(signed: SignedTree, leaves: readonly Uint8Array[], hasher: Hasher): SignedTree {
  const { frontier: before, root: oldRoot } = signed;
  if (!isSameHash(frontierRoot(before, hasher), oldRoot))
    throw new InconsistentTree('the stored nodes of the tree are not those of its signed head');
  const frontier = extend(before, leaves, hasher);
  const root = frontierRoot(frontier, hasher);
  if (before.size === 0n || leaves.length === 0) return { frontier, root };
  const claim = { oldSize: before.size, oldRoot, size: frontier.size, root };
  const proof = consistencyProof(before.size, frontier.size, nodesOf(before, leaves, hasher), hasher);
  if (!verifyConsistency(claim, proof, hasher))
    throw new InconsistentTree('the grown tree does not begin with the one that was signed');
  return { frontier, root };
}

/** The nodes that a proof of the growth reads: subtrees of the old tree's frontier, or of new leaves only. */
function nodesOf(before: Frontier, leaves: readonly Uint8Array[], hasher: Hasher): NodeReader {
  const old = new Map(
    subtreesOf({ start: 0n, end: before.size }).map(({ level, index }, at) => [
      `${String(level)}/${String(index)}`,
      before.nodes[at],
    ]),
  );
  const read: NodeReader = (level, index) => {
    const known = old.get(`${String(level)}/${String(index)}`);
    if (known) return known;
    const leaf = level === 0 ? leaves[Number(index - before.size)] : undefined;
    if (leaf) return leaf;
    if (level === 0) throw new InconsistentTree('a node is asked for that the growth has nothing to do with');
    return nodeHash(read(level - 1, 2n * index), read(level - 1, 2n * index + 1n), hasher);
  };
  return read;
}
