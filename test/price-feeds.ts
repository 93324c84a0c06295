import { encodeFunctionData } from 'viem';
import type { Address } from '../src/domain/values/address.js';
import { compileTestContracts, deployContract } from './test-contracts.js';
import type { FreshChain } from './world.js';

export interface FeedRound {
  readonly answer: bigint;
  /** Seconds since 1970; just now, if left out. */
  readonly updatedAt?: bigint;
  readonly roundId?: bigint;
  readonly answeredInRound?: bigint;
}

// Before any story begins: the compiler stands in the way of whatever else this process does, for seconds.
const contractOf = compileTestContracts('PriceFeeds');

/** Aggregators on a test chain, which say whatever a test has them say. */
export class PriceFeeds {
  constructor(private readonly chain: FreshChain) {}

  /** With 8 decimals and a first round; `answer` is in units of 1e-8 USD. */
  async deploy(answer: bigint, decimals = 8): Promise<Address> {
    return deployContract(this.chain, contractOf('SettableFeed'), [decimals, answer, justNow()]);
  }

  /** One whose `latestRoundData` reverts. */
  deployEmpty(): Promise<Address> {
    return deployContract(this.chain, contractOf('EmptyFeed'));
  }

  /** One that answers every call with these bytes. */
  deployRaw(bytes: `0x${string}`): Promise<Address> {
    return deployContract(this.chain, contractOf('RawFeed'), [bytes]);
  }

  async setRound(feed: Address, round: FeedRound): Promise<void> {
    const { answer, roundId = 2n, answeredInRound = roundId, updatedAt = justNow() } = round;
    await this.#send(feed, 'setRound', [roundId, answer, updatedAt, answeredInRound]);
  }

  setDecimals(feed: Address, decimals: number): Promise<void> {
    return this.#send(feed, 'setDecimals', [decimals]);
  }

  async #send(feed: Address, functionName: string, args: readonly unknown[]): Promise<void> {
    const { abi } = contractOf('SettableFeed');
    const data = encodeFunctionData({ abi, functionName, args });
    const hash = await this.chain.client.sendTransaction({ to: feed, data });
    const { status } = await this.chain.client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${functionName} of a test feed failed`);
  }
}

/** By the machine's clock, which is the database's: a test chain's runs ahead of it when it mines fast. */
function justNow(): bigint {
  return BigInt(Math.floor(Date.now() / 1000) - 2);
}
