import { type Hex, fromRlp, keccak256, pad, size, toRlp } from 'viem';
import { DomainError } from '../errors.js';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import type { BlockHeader } from './header.js';

/** EIP-1052 hash of an account without code. */
export const NO_CODE_HASH = parseBytes32(keccak256('0x'));

// Yellow paper: the root of a trie that holds nothing is the hash of the empty string's RLP.
const EMPTY_ROOT = parseBytes32(keccak256('0x80'));

const ZERO_WORD = parseBytes32(`0x${'0'.repeat(64)}`);

/** What a node answers to eth_getProof (EIP-1186), without the values it claims: the proofs themselves hold them. */
export interface AccountProof {
  readonly address: Address;
  readonly accountProof: readonly Hex[];
  readonly slots: readonly SlotProof[];
}

export interface SlotProof {
  readonly slot: Bytes32;
  readonly proof: readonly Hex[];
}

/** All that was proven of a state: with it an execution can be run again where there is no network. */
export interface StateEvidence {
  /** The header of the block, and those before it whose hashes code asked for. */
  readonly headers: readonly BlockHeader[];
  readonly proofs: readonly AccountProof[];
  readonly codes: readonly Hex[];
}

export interface AccountState {
  readonly nonce: bigint;
  /** Wei. */
  readonly balance: bigint;
  readonly storageRoot: Bytes32;
  readonly codeHash: Bytes32;
}

/** An account as a state root commits to it. */
export interface ProvenAccount {
  /** Null if it is proven that there is no such account. */
  readonly state: AccountState | null;
  readonly storage: ReadonlyMap<Bytes32, Bytes32>;
}

/** Hashes a trie node. Proofs at one root share their upper nodes, so a caller with many proofs may remember hashes. */
export type NodeHash = (node: Hex) => Hex;

/**
 * What a state root says of an account and of its slots, shown by Merkle proofs alone.
 * @throws DomainError RPC_DISAGREE if a proof shows nothing under this root: whoever gave it is lying or broken
 */
export function provenAccount(
  stateRoot: Bytes32,
  proof: AccountProof,
  hash: NodeHash = keccak256,
): ProvenAccount {
  const leaf = provenValue(stateRoot, proof.address, proof.accountProof, hash);
  const state = leaf === null ? null : accountOf(leaf);
  const root = state?.storageRoot ?? EMPTY_ROOT;
  const storage = proof.slots.map(
    ({ slot, proof: nodes }) => [slot, wordOf(provenValue(root, slot, nodes, hash))] as const,
  );
  return { state, storage: new Map(storage) };
}

function accountOf(leaf: Hex): AccountState {
  const fields = decoded(leaf);
  if (typeof fields === 'string' || fields.length !== 4) throw badProof('an account is not one');
  const [nonce, balance, storageRoot, codeHash] = fields;
  return {
    nonce: integerOf(nonce),
    balance: integerOf(balance),
    storageRoot: hashOf(storageRoot),
    codeHash: hashOf(codeHash),
  };
}

function wordOf(leaf: Hex | null): Bytes32 {
  if (leaf === null) return ZERO_WORD;
  const value = decoded(leaf);
  if (typeof value !== 'string' || size(value) > 32) throw badProof('a slot holds no word');
  return parseBytes32(pad(value, { size: 32 }));
}

function integerOf(item: RlpItem | undefined): bigint {
  if (typeof item !== 'string' || size(item) > 32) throw badProof('an account is not one');
  return item === '0x' ? 0n : BigInt(item);
}

function hashOf(item: RlpItem | undefined): Bytes32 {
  if (typeof item !== 'string' || size(item) !== 32) throw badProof('an account is not one');
  return parseBytes32(item);
}

type RlpItem = Hex | readonly RlpItem[];

/**
 * Follows a key through a hexary Merkle Patricia trie whose keys are hashed (yellow paper, appendix D), node by node,
 * and gives the value at its end, or null if the trie provably holds none.
 */
function provenValue(root: Bytes32, key: Hex, proof: readonly Hex[], hash: NodeHash): Hex | null {
  if (root === EMPTY_ROOT) return null;
  const path = keccak256(key).slice(2);
  let reference: RlpItem = root;
  let position = 0;
  let used = 0;
  const next = (): RlpItem => {
    const node = proof[used];
    if (typeof reference !== 'string') {
      // A node below 32 bytes stands inside its parent. Some clients list it once more.
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

function decoded(bytes: Hex): RlpItem {
  try {
    return fromRlp(bytes, 'hex');
  } catch {
    throw badProof('a node is no RLP');
  }
}

function badProof(why: string): DomainError {
  return new DomainError('RPC_DISAGREE', `a state proof does not lead to the agreed state root: ${why}`);
}
