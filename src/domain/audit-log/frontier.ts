import { EMPTY_ROOT, HASH_BYTES, type Hasher, nodeHash, plainHasher } from './merkle.js';

/**
 * A tree of `size` leaves, of which only the roots of its complete subtrees are kept, the largest (leftmost) first: one
 * for each 1 in the binary form of the size. That is enough to append further leaves and to know every later root.
 */
export interface Frontier {
  readonly size: bigint;
  readonly nodes: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0n, nodes: [] };

/** A frontier from where it was kept. @throws TypeError if it cannot be that of a tree of this size */
export function parseFrontier(size: bigint, nodes: readonly Uint8Array[]): Frontier {
  if (size < 0n || countOnes(size) !== nodes.length) throw new TypeError('not the frontier of such a tree');
  if (nodes.some((node) => node.length !== HASH_BYTES)) throw new TypeError('a node is not 32 bytes');
  return { size, nodes };
}

/** The frontier with one leaf more; `leaf` is the leaf's hash. Costs one hash on average, log2(size) at most. */
export function append(frontier: Frontier, leaf: Uint8Array, hasher: Hasher = plainHasher): Frontier {
  return extend(frontier, [leaf], hasher);
}

/** The frontier with these leaf hashes more. */
export function extend(
  frontier: Frontier,
  leaves: Iterable<Uint8Array>,
  hasher: Hasher = plainHasher,
): Frontier {
  const nodes = [...frontier.nodes];
  let { size } = frontier;
  for (const leaf of leaves) {
    put(nodes, size, leaf, hasher);
    size += 1n;
  }
  return { size, nodes };
}

/**
 * The frontier with a complete subtree more, by its root: what stands for leaves that nobody shows.
 * @throws RangeError if no complete subtree of that level begins where the frontier ends
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
  put(nodes, size / width, root, hasher);
  return { size: size + width, nodes };
}

/** @param count how many subtrees as large as the new one there are */
function put(nodes: Uint8Array[], count: bigint, root: Uint8Array, hasher: Hasher): void {
  let node = root;
  // Every trailing 1 of the count is a complete subtree as large as the one that has just been completed.
  for (let rest = count; (rest & 1n) === 1n; rest >>= 1n) node = nodeHash(last(nodes), node, hasher);
  nodes.push(node);
}

/** The root of the tree, RFC 6962, section 2.1: the subtrees joined from the smallest to the largest. */
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
  return size.toString(2).replaceAll('0', '').length;
}
