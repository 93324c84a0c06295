import { expect } from '@jest/globals';
import { type Hex, parseAbiItem, parseGwei, parseTransaction } from 'viem';
import { z } from 'zod';
import { sandboxClient } from '../../sandbox/sandbox-client.js';
import type { FreshChain } from '../world.js';
import type { Named, StorySteps } from './story-steps.js';

const hash = z.custom<Hex>((value) => typeof value === 'string');
const Submissions = z.tuple([
  z.object({ submissions: z.array(z.looseObject({ transactionHash: hash, rawTransaction: hash })) }),
]);
const Looking = z.looseObject({ looking: z.object({ words: z.string() }).nullable() });
const Flights = z.array(z.object({ transaction_hash: hash, purpose: z.string(), nonce: z.string() }));

/** A story on a chain where transactions wait until somebody mines. */
export class Mempool {
  constructor(private readonly story: StorySteps) {}

  private get chain(): FreshChain {
    return this.story.chain;
  }

  /** From here on nothing is mined by itself, until `release`. */
  async hold(): Promise<void> {
    await this.chain.client.setAutomine(false);
  }

  async release(): Promise<void> {
    await this.chain.client.setAutomine(true);
    await this.chain.mine(1);
  }

  /** Forgets what has been sent, as nodes do with what is too cheap, and makes blocks again. */
  async dropAll(): Promise<void> {
    const { client } = this.chain;
    const { pending, queued } = await client.getTxpoolContent();
    const all = [pending, queued]
      .flatMap((each) => Object.values(each))
      .flatMap((each) => Object.values(each));
    for (const sent of all as { hash: Hex }[]) await client.dropTransaction({ hash: sent.hash });
    // Bytes are handed out once a block.
    await this.release();
  }

  /** One block, after which the gateway has looked at the transfer. */
  async block(id: string, baseFee?: bigint): Promise<void> {
    const { client } = this.chain;
    if (baseFee !== undefined) await client.setNextBlockBaseFeePerGas({ baseFeePerGas: baseFee });
    await client.mine({ blocks: 1 });
    await this.story.watched(id);
  }

  /** The owners have signed; its bytes are stored and handed out. */
  async submitted(id: string, names?: readonly string[]): Promise<Hex> {
    await this.story.signed(id, names);
    await this.story.until(id, 'submitted');
    return this.handed(id, 'execute');
  }

  /** Until bytes for this purpose were handed to the nodes. @returns their hash */
  async handed(id: string, purpose: string): Promise<Hex> {
    const text = `SELECT transaction_hash, purpose, nonce::text FROM relayer_flight
      WHERE transfer_id = $1 AND purpose = $2 AND sent_at_block IS NOT NULL`;
    let found: readonly Hex[] = [];
    await this.story.untilSeen(`${purpose} of ${id} to be handed out`, id, async () => {
      found = Flights.parse(await this.story.sql(text, [id, purpose])).map((each) => each.transaction_hash);
      return found.length > 0;
    });
    return found[0] ?? '0x';
  }

  /** Somebody else has this call of a Safe mined, and nothing that comes after it in the block's order. */
  async strangerCalls(safe: Named, data: Hex): Promise<void> {
    const { client } = this.chain;
    const fees = { maxFeePerGas: parseGwei('400'), maxPriorityFeePerGas: parseGwei('20') };
    await client.sendTransaction({ to: safe.address, data, gas: 1_000_000n, ...fees });
    await client.mine({ blocks: 1 });
  }

  async isPending(transactionHash: Hex): Promise<boolean> {
    const { client } = this.chain;
    const sent = await client.getTransaction({ hash: transactionHash }).catch(() => undefined);
    const receipt = await client.getTransactionReceipt({ hash: transactionHash }).catch(() => undefined);
    return sent !== undefined && receipt === undefined;
  }

  /** What was signed to execute it, oldest first. */
  async versions(id: string) {
    // Whose bytes these are is veiled from most people.
    const text = `SELECT evidence->'submissions' AS submissions FROM transfer WHERE id = $1`;
    const [{ submissions }] = Submissions.parse(await this.story.sql(text, [id]));
    return submissions.map(({ transactionHash, rawTransaction }) => ({
      transactionHash,
      ...parseTransaction(rawTransaction),
    }));
  }

  async words(id: string): Promise<string | undefined> {
    return Looking.parse(await this.story.show(id)).looking?.words;
  }

  async waitsFor(id: string, words: RegExp): Promise<void> {
    await this.story.untilSeen(`${id} to wait for ${String(words)}`, id, async () =>
      words.test((await this.words(id)) ?? ''),
    );
  }

  /** Sends as a relayer's key, as somebody would who has it besides. */
  byHand() {
    return sandboxClient(this.chain.rpcUrls[0], this.chain.relayer);
  }

  async executions(safe: Named): Promise<number> {
    const logs = await this.chain.client.getLogs({
      address: safe.address,
      event: parseAbiItem('event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)'),
      fromBlock: 0n,
    });
    return logs.length;
  }

  /** Whatever was sent, the Safe has executed it once, and it settles. */
  async expectPaidOnce(id: string, safe: Named): Promise<void> {
    await this.story.settled(id);
    expect(await this.executions(safe)).toBe(1);
    expect(await this.story.budget(id)).toEqual(['settled']);
  }
}

/**
 * Keeps the relayer from signing anything, because a provider does not say its account nonce; everything else goes on.
 * @returns what lets it go on
 */
export function holdRelayer(story: StorySteps): () => void {
  story.chain.proxy.tamper = (request, { id, ...response }) => {
    if (request.method !== 'eth_getTransactionCount') return { id, ...response };
    return { id, jsonrpc: '2.0', error: { code: -32000, message: 'the node is syncing' } };
  };
  return () => {
    story.chain.proxy.tamper = undefined;
  };
}
