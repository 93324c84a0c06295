import type { Hex } from 'viem';
import type { z } from 'zod';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { NO_CODE_HASH, type ProvenAccount, provenAccount } from '../../domain/simulation/state-proof.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import type { RpcProvider } from './rpc-provider.js';
import { requestProof } from './state-proofs.js';

/**
 * One account as one provider sees it. Every read is pinned to one block by its hash (EIP-1898) and proven against the
 * block's state root, except `call`.
 * @throws DomainError RPC_DISAGREE from every method if a proof does not hold
 */
export class AccountReads {
  constructor(
    private readonly provider: RpcProvider,
    private readonly block: AgreedBlock,
    private readonly account: Address,
  ) {}

  /** The account and these slots, in one call. */
  async prove(slots: readonly Bytes32[]): Promise<ProvenAccount> {
    const request = { blockHash: this.block.hash, account: this.account, slots };
    return provenAccount(this.block.stateRoot, await requestProof(this.provider, request));
  }

  async slot(slot: Bytes32): Promise<Bytes32> {
    return provenSlot(await this.prove([slot]), slot);
  }

  /** EIP-1052 hash, where an account without code has the hash of nothing. */
  async codeHash(): Promise<Bytes32> {
    return (await this.prove([])).state?.codeHash ?? NO_CODE_HASH;
  }

  /** Wei. */
  async balance(): Promise<bigint> {
    return (await this.prove([])).state?.balance ?? 0n;
  }

  call<S extends z.ZodType>(data: Hex, answer: S): Promise<z.output<S>> {
    const params = [{ to: this.account, data }, { blockHash: this.block.hash }];
    return this.provider.request('eth_call', params, answer);
  }
}

/** The word in a slot that was asked to be proven. */
export function provenSlot(proven: ProvenAccount, slot: Bytes32): Bytes32 {
  const word = proven.storage.get(slot);
  if (word === undefined) throw new TypeError('a slot that nobody asked for');
  return word;
}
