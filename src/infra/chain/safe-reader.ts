import { Injectable } from '@nestjs/common';
import { encodeFunctionData, erc20Abi, parseAbi } from 'viem';
import type { Erc20Asset } from '../../domain/assets/asset.js';
import { balanceSlot } from '../../domain/assets/balance-layout.js';
import type { SafeProfile } from '../../domain/safes/profile.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import { NO_CODE_HASH } from '../../domain/simulation/state-proof.js';
import type { ProposedSafeTransaction } from '../../domain/transfers/safe-transaction.js';
import type { Address } from '../../domain/values/address.js';
import { type Amount, amountOf } from '../../domain/values/amount.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AccountReads } from './account-reads.js';
import { type BlockTag, Providers, type Voices } from './providers.js';
import { Word } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';
import { type Likely, readSafe } from './safe-storage.js';

const abi = parseAbi([
  'function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce) view returns (bytes32)',
]);

export interface SafeReading {
  readonly profile: SafeProfile;
  /** The nonce that the next transaction of the Safe must have. */
  readonly nonce: bigint;
  readonly block: AgreedBlock;
}

/**
 * Reads Safes and what they hold, at one block and only as all providers agree: all of them, or, where a method takes
 * whose voices are needed, all who answer.
 * Every method throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE when they do not.
 */
@Injectable()
export class SafeReader {
  constructor(private readonly providers: Providers) {}

  /** The highest block that all providers agree on. */
  block(tag: BlockTag): Promise<AgreedBlock> {
    return this.providers.agreedBlock(tag, 'all');
  }

  /** The block at a height, which all providers have alike. */
  blockAt(height: bigint): Promise<AgreedBlock> {
    return this.providers.agreedBlockAt(height);
  }

  /**
   * The Safe's profile by storage slots and code hashes (invariant 15).
   * @param likely the pinned lists, which spare a request for each owner
   * @throws DomainError SAFE_VERSION_UNSUPPORTED if it is no Safe; SAFE_HISTORY_TAINTED if its owner count lies
   */
  async readProfile(
    safe: Address,
    voices: Voices,
    likely?: Likely,
    tag: BlockTag = 'latest',
  ): Promise<SafeReading> {
    return this.#profile(safe, await this.providers.agreedBlock(tag, voices), voices, likely);
  }

  /** As `readProfile` by all, at a block that was agreed on before. */
  readProfileAt(safe: Address, block: AgreedBlock, likely?: Likely): Promise<SafeReading> {
    return this.#profile(safe, block, 'all', likely);
  }

  async #profile(
    safe: Address,
    block: AgreedBlock,
    voices: Voices,
    likely: Likely | undefined,
  ): Promise<SafeReading> {
    const state = await this.providers.agreedRead(
      (provider, at) => readSafe(provider, at, safe, likely),
      block,
      voices,
    );
    return { profile: { chainId: this.providers.chainId, ...state.profile }, nonce: state.nonce, block };
  }

  /** The EIP-1052 hash of an account's code, or null if it has none. An EIP-7702 delegation (0xef0100...) is code. */
  codeHash(account: Address, block: AgreedBlock, voices: Voices): Promise<Bytes32 | null> {
    const read = async (provider: RpcProvider, at: AgreedBlock): Promise<Bytes32 | null> => {
      const hash = await new AccountReads(provider, at, account).codeHash();
      return hash === NO_CODE_HASH ? null : hash;
    };
    return this.providers.agreedRead(read, block, voices);
  }

  /** Wei. */
  async nativeBalance(account: Address, block: AgreedBlock): Promise<Amount> {
    return amountOf(await this.#read(account, block, (reads) => reads.balance()));
  }

  /** Smallest units, from the pinned balance slot, without calling the token's code. */
  async tokenBalance(
    asset: Pick<Erc20Asset, 'address' | 'balances'>,
    account: Address,
    block: AgreedBlock,
  ): Promise<Amount> {
    const slot = balanceSlot(asset.balances, account);
    return amountOf(BigInt(await this.#read(asset.address, block, (reads) => reads.slot(slot))));
  }

  /** Smallest units, by the token's own `balanceOf`: only to check a balance slot before it is pinned. */
  async toldBalance(
    asset: Pick<Erc20Asset, 'address'>,
    account: Address,
    block: AgreedBlock,
  ): Promise<Amount> {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [account] });
    return amountOf(BigInt(await this.#read(asset.address, block, (reads) => reads.call(data, Word))));
  }

  /** The hash that the Safe itself gives a transaction, by its `getTransactionHash`. */
  transactionHashOnChain(safe: Address, tx: ProposedSafeTransaction, block: AgreedBlock): Promise<Bytes32> {
    const data = encodeFunctionData({
      abi,
      functionName: 'getTransactionHash',
      args: [
        ...([tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas] as const),
        ...([tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver, tx.nonce] as const),
      ],
    });
    return this.#read(safe, block, (reads) => reads.call(data, Word));
  }

  #read<T>(account: Address, block: AgreedBlock, read: (reads: AccountReads) => Promise<T>): Promise<T> {
    return this.providers.agreedRead(
      (provider, at) => read(new AccountReads(provider, at, account)),
      block,
      'all',
    );
  }
}
