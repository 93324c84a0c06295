import { Injectable, Logger } from '@nestjs/common';
import { numberToHex } from 'viem';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { NONCE_SLOT } from '../../domain/safes/storage-layout.js';
import { lowerMedian } from '../../domain/relay/fees.js';
import type { GasEstimate } from '../../domain/relay/gas-limit.js';
import { cleanWords } from '../../domain/relay/node-words.js';
import type { AgreedBlock } from '../../domain/simulation/block.js';
import type { Address } from '../../domain/values/address.js';
import { AccountReads } from './account-reads.js';
import { Providers, type Voices } from './providers.js';
import type { RelayedCall, SignedTransaction } from './relayer/relayer.js';
import { FeeHistoryAnswer, Quantity } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

/** What a provider made of bytes: null if it has them, else its words. */
export interface Handed {
  readonly provider: string;
  readonly words: string | null;
}

const BLOCKS = 10;
const MEDIAN = 50;

/** What the chain says to those who send: account nonces and balances as all agree, prices as each has them. */
@Injectable()
export class RelayerChain {
  readonly #log = new Logger(RelayerChain.name);

  constructor(private readonly providers: Providers) {}

  get chainId(): number {
    return this.providers.chainId;
  }

  block(voices: Voices = 'all'): Promise<AgreedBlock> {
    return this.providers.agreedBlock('latest', voices);
  }

  /** How many transactions of a key the chain has executed: its next account nonce. There is no counter beside it. */
  executed(key: Address, { number }: AgreedBlock): Promise<bigint> {
    return this.providers.agreed((provider) =>
      provider.request('eth_getTransactionCount', [key, numberToHex(number)], Quantity),
    );
  }

  balance(key: Address, { number }: AgreedBlock, voices: Voices = 'all'): Promise<bigint> {
    return this.providers.agreedBy(voices, (provider) =>
      provider.request('eth_getBalance', [key, numberToHex(number)], Quantity),
    );
  }

  /** The nonce that the next transaction of a Safe must have. */
  async safeNonce(safe: Address, block: AgreedBlock): Promise<bigint> {
    return BigInt(
      await this.providers.agreed((provider) => new AccountReads(provider, block, safe).slot(NONCE_SLOT)),
    );
  }

  /** What each provider says that the call needs at the block. One that only answers with an error says that it fails. */
  async estimates(
    from: Address,
    { to, data }: RelayedCall,
    { number }: AgreedBlock,
  ): Promise<readonly GasEstimate[]> {
    return this.#each(async (provider) => ({
      provider: provider.name,
      gas: await orNull(
        provider.request('eth_estimateGas', [{ from, to, data }, numberToHex(number)], Quantity),
      ),
    }));
  }

  /** What was tipped in the last blocks, as each provider has it that says so. */
  async tips({ number }: AgreedBlock): Promise<readonly bigint[]> {
    const question = [numberToHex(BLOCKS), numberToHex(number), [MEDIAN]];
    const said = await this.#each((provider) =>
      orNull(provider.request('eth_feeHistory', question, FeeHistoryAnswer)),
    );
    return said.flatMap((tips) => lowerMedian(tips ?? []) ?? []);
  }

  /**
   * Hands the bytes to every provider that does not have them. A provider that cannot be reached is left out.
   * @throws DomainError RPC_UNAVAILABLE if none could be reached
   */
  async hand(signed: SignedTransaction): Promise<readonly Handed[]> {
    const outcomes = await this.#each((provider) => this.#handTo(provider, signed));
    const handed = outcomes.flatMap((each) => each ?? []);
    if (handed.length > 0) return handed;
    throw new DomainError('RPC_UNAVAILABLE', 'no RPC provider could be reached with the signed transaction');
  }

  async #handTo(
    provider: RpcProvider,
    { rawTransaction, transactionHash }: SignedTransaction,
  ): Promise<Handed | null> {
    const { name } = provider;
    try {
      if (await isKnown(provider, transactionHash)) return { provider: name, words: null };
      const words = await provider.hand(rawTransaction);
      return { provider: name, words: words === undefined ? null : cleanWords(words) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.#log.warn(`${transactionHash} could not be handed over: ${error.message}`);
      return null;
    }
  }

  async #each<T>(ask: (provider: RpcProvider) => Promise<T>): Promise<readonly T[]> {
    return Promise.all((await this.providers.inForce()).map(ask));
  }
}

async function isKnown(provider: RpcProvider, hash: string): Promise<boolean> {
  return (await provider.request('eth_getTransactionByHash', [hash], z.unknown())) !== null;
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
}
