import type { Hex } from 'viem';
import type { BlockHeader } from '../../domain/simulation/header.js';
import type { AccountProof } from '../../domain/simulation/state-proof.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';

/**
 * The untrusted source of state for the local EVM: proofs are checked against a state root, code and headers against
 * their hashes.
 */
export interface StateSource {
  proof(account: Address, slots: readonly Bytes32[]): Promise<AccountProof>;
  code(account: Address, codeHash: Bytes32): Promise<Hex>;
  header(hash: Bytes32): Promise<BlockHeader>;
}

/** An account, and the slots of it that will be needed. */
export interface Wanted {
  readonly account: Address;
  readonly slots: readonly Bytes32[];
}
