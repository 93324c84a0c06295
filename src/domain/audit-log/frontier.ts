import { EMPTY_ROOT, HASH_BYTES, type Hasher, nodeHash, plainHasher } from './merkle.js';

/**
 * A tree of `size` leaves of which only the roots of its complete subtrees are kept, the largest (leftmost) first: one
 * for each 1 bit of the size. That suffices to append leaves and to compute every later root.
 */
export interface Frontier {
  readonly size: bigint;
  readonly nodes: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0n, nodes: [] };

/** Reads a stored frontier. @throws TypeError if it has the wrong number or length of nodes for this size */
export function parseFrontier(size: bigint, nodes: readonly Uint8Array[]): Frontier {
  if (size < 0n || countOnes(size) !== nodes.length) throw new TypeError('not the frontier of such a tree');
  if (nodes.some((node) => node.length !== HASH_BYTES)) throw new TypeError('a node is not 32 bytes');
  return { size, nodes };
}

/** Appends one leaf; `leaf` is its hash. Costs one hash on average, log2(size) at most. */
export function append(frontier: Frontier, leaf: Uint8Array, hasher: Hasher = plainHasher): Frontier {
  return extend(frontier, [leaf], hasher);
}

/** Appends these leaf hashes. */
export function extend(
  frontier: Frontier,
  leaves: Iterable<Uint8Array>,
  hasher: Hasher = plainHasher,
): Frontier {
  const nodes = [...frontier.nodes];
  const levels = levelsOf(frontier.size);
  // Plain numbers: with bigints a million leaves take half as long again.
  let count = 0;
  for (const leaf of leaves) {
    put({ nodes, levels }, { root: leaf, level: 0 }, hasher);
    count += 1;
  }
  return { size: frontier.size + BigInt(count), nodes };
}

/**
 * Appends a complete subtree by its root, in place of leaves that are not shown.
 * @throws RangeError if no complete subtree of that level can begin where the frontier ends
 */
export function appendSubtree(
  { size, nodes: before }: Frontier,
  level: number,
  root: Uint8Array,
  hasher: Hasher = plainHasher,
): Frontier {
  const width = 1n << BigInt(level);
  if (size % width !== 0n) throw new RangeError('no complete subtree of this level begins there');
  const nodes = [...before];
  put({ nodes, levels: levelsOf(size) }, { root, level }, hasher);
  return { size: size + width, nodes };
}

interface Subtree {
  readonly root: Uint8Array;
  readonly level: number;
}

/** Appends a complete subtree and merges equal neighbours. */
function put(
  { nodes, levels }: { readonly nodes: Uint8Array[]; readonly levels: number[] },
  subtree: Subtree,
  hasher: Hasher,
): void {
  let { root, level } = subtree;
  // Two neighbours of the same size merge into the next larger subtree.
  while (levels.length > 0 && levels[levels.length - 1] === level) {
    root = nodeHash(last(nodes), root, hasher);
    levels.pop();
    level += 1;
  }
  nodes.push(root);
  levels.push(level);
}

/** The root of the tree (RFC 6962, section 2.1): the subtrees joined from the smallest to the largest. */
export function frontierRoot({ nodes }: Frontier, hasher: Hasher = plainHasher): Uint8Array {
  return nodes.length === 0 ? EMPTY_ROOT : nodes.reduceRight((right, left) => nodeHash(left, right, hasher));
}

/** The frontier of a list of leaf hashes. */
export function frontierOf(leaves: Iterable<Uint8Array>, hasher: Hasher = plainHasher): Frontier {
  return extend(EMPTY_FRONTIER, leaves, hasher);
}

function last(nodes: Uint8Array[]): Uint8Array {
  const node = nodes.pop();
  if (!node) throw new TypeError('not the frontier of such a tree');
  return node;
}

function countOnes(size: bigint): number {
  return levelsOf(size).length;
}

/** The levels of the complete subtrees of a tree of this size, the largest first. */
function levelsOf(size: bigint): number[] {
  const bits = size.toString(2);
  return bits.split('').flatMap((bit, at) => (bit === '1' ? [bits.length - 1 - at] : []));
}
