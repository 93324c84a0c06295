import { type Hex, fromRlp, keccak256, size, toRlp } from 'viem';
import { DomainError } from '../errors.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';

// The root of an empty trie: the hash of the empty string's RLP (yellow paper, appendix D).
export const EMPTY_ROOT = parseBytes32(keccak256('0x80'));

/** Hashes a trie node. */
export type NodeHash = (node: Hex) => Hex;

/** Memoizes hashes, because proofs under one root share their upper nodes. */
export function hashedOnce(): NodeHash {
  const hashes = new Map<Hex, Hex>();
  return (node) => {
    const known = hashes.get(node);
    if (known !== undefined) return known;
    const hash = keccak256(node);
    hashes.set(node, hash);
    return hash;
  };
}

export type RlpItem = Hex | readonly RlpItem[];

/**
 * Follows a key through a hexary Merkle Patricia trie (yellow paper, appendix D). Returns the value, or null if the
 * trie provably has none.
 * @param path the key's nibbles as hexadecimal digits; no key of the trie is a prefix of another
 * @throws DomainError RPC_DISAGREE if the proof is invalid under this root
 */
export function provenValue(
  root: Bytes32,
  path: string,
  proof: readonly Hex[],
  hash: NodeHash = keccak256,
): Hex | null {
  if (root === EMPTY_ROOT) return null;
  let reference: RlpItem = root;
  let position = 0;
  let used = 0;
  const next = (): RlpItem => {
    const node = proof[used];
    if (typeof reference !== 'string') {
      // A node below 32 bytes is inlined in its parent. Some clients list it once more.
      if (node !== undefined && node === toRlp(reference as Hex[])) used += 1;
      return reference;
    }
    if (node === undefined || size(reference) !== 32 || hash(node) !== reference) {
      throw badProof('a node does not have the hash that its parent names');
    }
    used += 1;
    return decoded(node);
  };
  for (;;) {
    const step = follow(next(), path, position);
    if (step.end) {
      if (used !== proof.length) throw badProof('it goes on after its end');
      return step.value;
    }
    ({ reference, position } = step);
  }
}

type Step =
  | { readonly end: true; readonly value: Hex | null }
  | { readonly end: false; readonly reference: RlpItem; readonly position: number };

const ABSENT: Step = { end: true, value: null };

function follow(node: RlpItem, path: string, position: number): Step {
  if (typeof node === 'string') throw badProof('a node is no list');
  if (node.length === 17) {
    const child = node[Number.parseInt(path.charAt(position), 16)];
    if (child === undefined) throw badProof('a branch stands below the end of its key');
    return child === '0x' ? ABSENT : { end: false, reference: child, position: position + 1 };
  }
  const [encoded, content] = node;
  if (node.length !== 2 || typeof encoded !== 'string' || content === undefined) {
    throw badProof('a node has no known form');
  }
  const { nibbles, leaf } = compactPath(encoded);
  const matches = path.startsWith(nibbles, position);
  const end = position + nibbles.length;
  if (!leaf) return matches ? { end: false, reference: content, position: end } : ABSENT;
  if (!matches || end !== path.length) return ABSENT;
  if (typeof content !== 'string') throw badProof('a leaf holds no value');
  return { end: true, value: content };
}

/** Hex-prefix encoding: the first nibble holds two flags, leaf and odd length. */
function compactPath(encoded: Hex): { nibbles: string; leaf: boolean } {
  const flags = Number.parseInt(encoded.charAt(2), 16);
  if (!(flags <= 3)) throw badProof('a path has unknown flags');
  const odd = flags % 2 === 1;
  return { nibbles: encoded.slice(odd ? 3 : 4), leaf: flags >= 2 };
}

export function decoded(bytes: Hex): RlpItem {
  try {
    return fromRlp(bytes, 'hex');
  } catch {
    throw badProof('a node is no RLP');
  }
}

export function badProof(why: string): DomainError {
  return new DomainError('RPC_DISAGREE', `a state proof does not lead to the agreed root: ${why}`);
}
