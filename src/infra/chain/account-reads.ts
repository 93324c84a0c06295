import { type Hex, keccak256 } from 'viem';
import type { z } from 'zod';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../../domain/values/hex.js';
import { Bytes, Quantity, Word } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

/** One account of one provider's view, every read pinned to one block by its hash (EIP-1898). */
export class AccountReads {
  readonly #at: { readonly blockHash: Bytes32 };

  constructor(
    private readonly provider: RpcProvider,
    block: AgreedBlock,
    private readonly account: Address,
  ) {
    this.#at = { blockHash: block.hash };
  }

  slot(slot: Bytes32): Promise<Bytes32> {
    return this.provider.request('eth_getStorageAt', [this.account, slot, this.#at], Word);
  }

  code(): Promise<Hex> {
    return this.provider.request('eth_getCode', [this.account, this.#at], Bytes);
  }

  /** EIP-1052 hash, where an account without code has the hash of nothing. */
  async codeHash(): Promise<Bytes32> {
    return parseBytes32(keccak256(await this.code()));
  }

  /** Wei. */
  balance(): Promise<bigint> {
    return this.provider.request('eth_getBalance', [this.account, this.#at], Quantity);
  }

  call<S extends z.ZodType>(data: Hex, answer: S): Promise<z.output<S>> {
    return this.provider.request('eth_call', [{ to: this.account, data }, this.#at], answer);
  }
}
