import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type RpcProxy, startRpcProxy } from '../../sandbox/rpc-proxy.js';
import { rpcUrls } from '../../sandbox/rpc-urls.js';
import { CrashStory } from './crash-story.js';
import { Mempool } from './mempool.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let world: CrashStory;
let story: StorySteps;
let mempool: Mempool;
let first: RpcProxy;

beforeAll(async () => {
  world = await CrashStory.open(3, async (_origin, chain) => {
    first = await startRpcProxy({ upstream: chain.rpcUrls[0] });
    return { RPC_URLS: rpcUrls([first.url, chain.proxy.url]) };
  });
  story = world.story;
  mempool = new Mempool(story);
});

afterAll(async () => {
  await story.close();
  await first.stop();
});

afterEach(pass);

function proxies(): readonly RpcProxy[] {
  return [first, story.chain.proxy];
}

function pass(): void {
  for (const proxy of proxies()) proxy.tamper = undefined;
}

/** From here on nobody answers to this method. @returns whether one was asked */
function unanswered(method: string): () => boolean {
  let isAsked = false;
  for (const proxy of proxies()) {
    proxy.tamper = (request, response) => {
      if (request.method !== method) return response;
      isAsked = true;
      return new Promise(() => undefined);
    };
  }
  return () => isAsked;
}

// Nodes are asked whether they have the bytes when these are stored, and before they are sent.
it.each([
  ['between store and send', 'eth_getTransactionByHash'],
  ['between send and answer', 'eth_sendRawTransaction'],
])(
  'RELAY-03: a gateway that is killed %s sends the very bytes again, and they execute once',
  async (_, method) => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '2', safe });
    await mempool.hold();
    const isAsked = unanswered(method);
    await story.signed(id);
    await until('the nodes to be asked', () => Promise.resolve(isAsked()));
    const [before] = await mempool.versions(id);
    expect(await mempool.isPending(before?.transactionHash ?? '0x')).toBe(
      method === 'eth_sendRawTransaction',
    );
    await world.crash(() => {
      pass();
      return Promise.resolve();
    });
    const handed = await mempool.handed(id, 'execute');
    expect(handed).toBe(before?.transactionHash);
    await mempool.release();
    await story.settled(id);
    await world.expectPaidOnce(id, safe);
    expect(await mempool.executions(safe)).toBe(1);
  },
);
