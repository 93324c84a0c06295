import { type Hex, keccak256, pad, size } from 'viem';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import type { BlockHeader } from './header.js';
import {
  EMPTY_ROOT,
  type NodeHash,
  type RlpItem,
  badProof,
  decoded,
  hashedOnce,
  provenValue,
} from './trie-proof.js';

/** EIP-1052 hash of an account without code. */
export const NO_CODE_HASH = parseBytes32(keccak256('0x'));

const ZERO_WORD = parseBytes32(`0x${'0'.repeat(64)}`);

/** A node's answer to eth_getProof (EIP-1186) without the claimed values, which the proofs contain. */
export interface AccountProof {
  readonly address: Address;
  readonly accountProof: readonly Hex[];
  readonly slots: readonly SlotProof[];
}

export interface SlotProof {
  readonly slot: Bytes32;
  readonly proof: readonly Hex[];
}

/** All proofs of a state. With them an execution can be run again offline. */
export interface StateEvidence {
  /** The header of the block, and earlier headers whose hashes the code asked for. */
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

/** An account, as a state root commits to it. */
export interface ProvenAccount {
  /** Null if the account is proven not to exist. */
  readonly state: AccountState | null;
  readonly storage: ReadonlyMap<Bytes32, Bytes32>;
}

/**
 * What a state root says about an account and its slots, by Merkle proofs alone.
 * @throws DomainError RPC_DISAGREE if a proof is invalid under this root: the provider is lying or broken
 */
export function provenAccount(
  stateRoot: Bytes32,
  proof: AccountProof,
  hash: NodeHash = hashedOnce(),
): ProvenAccount {
  const leaf = provenValue(stateRoot, pathOf(proof.address), proof.accountProof, hash);
  const state = leaf === null ? null : accountOf(leaf);
  const root = state?.storageRoot ?? EMPTY_ROOT;
  const storage = proof.slots.map(
    ({ slot, proof: nodes }) => [slot, wordOf(provenValue(root, pathOf(slot), nodes, hash))] as const,
  );
  return { state, storage: new Map(storage) };
}

/** Keys of the state trie are hashed (yellow paper, appendix D). */
function pathOf(key: Hex): string {
  return keccak256(key).slice(2);
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
