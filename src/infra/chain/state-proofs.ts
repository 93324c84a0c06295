import { DomainError } from '../../domain/errors.js';
import type { AccountProof } from '../../domain/simulation/state-proof.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { ProofAnswer } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

/** One account whose state is to be proven at a block. */
export interface ProofRequest {
  readonly blockHash: Bytes32;
  readonly account: Address;
  readonly slots: readonly Bytes32[];
}

/** Asks for the proofs of an account and of some of its slots, all in one call. They are not yet checked. */
export async function requestProof(provider: RpcProvider, request: ProofRequest): Promise<AccountProof> {
  const { blockHash, account, slots } = request;
  const params = [account, slots, { blockHash }];
  const answer = await provider.request('eth_getProof', params, ProofAnswer);
  if (answer.storageProof.length !== slots.length) {
    const detail = `provider ${provider.name} proved other slots than those it was asked for`;
    throw new DomainError('RPC_UNAVAILABLE', detail);
  }
  return {
    address: account,
    accountProof: answer.accountProof,
    slots: slots.map((slot, at) => ({ slot, proof: answer.storageProof[at]?.proof ?? [] })),
  };
}
