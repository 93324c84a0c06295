import { encodeFunctionData } from 'viem';
import type { Address } from '../src/domain/values/address.js';
import { compileTestContracts, deployContract } from './test-contracts.js';
import type { FreshChain } from './world.js';

export interface FeedRound {
  readonly answer: bigint;
  /** Seconds since 1970; the chain's present time if left out. */
  readonly updatedAt?: bigint;
  readonly roundId?: bigint;
  readonly answeredInRound?: bigint;
}

/** Aggregators on a test chain, which say whatever a test has them say. */
export class PriceFeeds {
  readonly #contractOf = compileTestContracts('PriceFeeds');

  constructor(private readonly chain: FreshChain) {}

  /** With 8 decimals and a first round; `answer` is in units of 1e-8 USD. */
  async deploy(answer: bigint, decimals = 8): Promise<Address> {
    return deployContract(this.chain, this.#contractOf('SettableFeed'), [decimals, answer, await this.now()]);
  }

  /** One whose `latestRoundData` reverts. */
  deployEmpty(): Promise<Address> {
    return deployContract(this.chain, this.#contractOf('EmptyFeed'));
  }

  /** One that answers every call with these bytes. */
  deployRaw(bytes: `0x${string}`): Promise<Address> {
    return deployContract(this.chain, this.#contractOf('RawFeed'), [bytes]);
  }

  async setRound(feed: Address, round: FeedRound): Promise<void> {
    const { answer, roundId = 2n, answeredInRound = roundId, updatedAt = await this.now() } = round;
    await this.#send(feed, 'setRound', [roundId, answer, updatedAt, answeredInRound]);
  }

  setDecimals(feed: Address, decimals: number): Promise<void> {
    return this.#send(feed, 'setDecimals', [decimals]);
  }

  /** The chain's time, in seconds since 1970. */
  async now(): Promise<bigint> {
    return (await this.chain.client.getBlock()).timestamp;
  }

  async #send(feed: Address, functionName: string, args: readonly unknown[]): Promise<void> {
    const { abi } = this.#contractOf('SettableFeed');
    const data = encodeFunctionData({ abi, functionName, args });
    const hash = await this.chain.client.sendTransaction({ to: feed, data });
    const { status } = await this.chain.client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${functionName} of a test feed failed`);
  }
}
