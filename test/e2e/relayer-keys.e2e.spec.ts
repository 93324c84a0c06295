import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther, parseGwei } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { z } from 'zod';
import type { RpcProxy } from '../../sandbox/rpc-proxy.js';
import { addressFromHex } from '../../src/domain/values/address.js';
import { safeNumber } from '../world.js';
import { Mempool } from './mempool.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

const OWN_KEY = generatePrivateKey();
const OWN = addressFromHex(privateKeyToAddress(OWN_KEY));

let story: StorySteps;
let mempool: Mempool;

beforeAll(async () => {
  story = await openStory({
    safes: 8,
    // The second Safe, which the first story takes, has a key of its own.
    settings: async (_origin, chain) => ({
      RELAYER_PRIVATE_KEYS: `${await safeNumber(chain.client, 1)}=${OWN_KEY}`,
    }),
  });
  mempool = new Mempool(story);
  await story.chain.client.setBalance({ address: OWN, value: parseEther('10') });
});

afterAll(() => story.close());

afterEach(async () => {
  story.chain.proxy.tamper = undefined;
  await mempool.release();
});

/** One provider says something else, as long as it is asked to. */
function lying(method: string, lie: object): void {
  const tamper: RpcProxy['tamper'] = (request, { id, ...response }) =>
    request.method === method ? { id, jsonrpc: '2.0', ...lie } : { id, ...response };
  story.chain.proxy.tamper = tamper;
}

const Disputed = z.looseObject({
  estimates: z.array(z.object({ provider: z.string(), gas: z.string().nullable() })),
});

it('RELAY-04: a Safe with a key of its own goes out while another is stuck', async () => {
  const [own, shared] = [story.freshSafe(), story.freshSafe()];
  const stuck = await story.relayed({ amount: '1', safe: shared });
  const id = await story.relayed({ amount: '1', safe: own });
  await mempool.hold();
  const hash = await mempool.submitted(stuck);
  await story.chain.client.dropTransaction({ hash });
  await mempool.submitted(id);
  await story.chain.client.mine({ blocks: 1 });
  await story.until(id, 'executed', 'settled');
  expect(await story.state(stuck)).toBe('submitted');
  const [sent] = (await story.chain.client.getBlock({ includeTransactions: true })).transactions;
  expect(addressFromHex(sent?.from ?? '0x')).toBe(OWN);
  await mempool.release();
  await mempool.expectPaidOnce(stuck, shared);
  await mempool.expectPaidOnce(id, own);
});

describe('invariant 27: one provider that lies about the gas', () => {
  it.each([
    ['too high', { result: '0x5f5e100' }],
    ['too low', { result: '0x1' }],
    ['that the execution fails', { error: { code: 3, message: 'execution reverted' } }],
  ])('for ever, %s, stops no transfer, and is named in the log', async (_, lie) => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    lying('eth_estimateGas', lie);
    await story.signed(id);
    await mempool.expectPaidOnce(id, safe);
    const [said] = (await story.audited(id)).filter(({ type }) => type === 'transaction.gas-disputed');
    const { estimates } = Disputed.parse(said?.detail);
    expect(estimates.map(({ provider }) => provider)).toEqual(['rpc-1', 'rpc-2']);
    const gas = 'result' in lie ? BigInt(lie.result).toString() : null;
    expect(estimates[1]?.gas).toBe(gas);
  });

  it('once, high, stops nothing afterwards', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    lying('eth_estimateGas', { result: '0x5f5e100' });
    await mempool.submitted(id);
    story.chain.proxy.tamper = undefined;
    const [version] = await mempool.versions(id);
    expect(version?.gas).toBe(2_000_000n);
    await mempool.release();
    await mempool.expectPaidOnce(id, safe);
  });

  it('about tips raises none', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await mempool.hold();
    lying('eth_feeHistory', { result: { reward: Array.from({ length: 10 }, () => ['0xffffffffffff']) } });
    await mempool.submitted(id);
    const [version] = await mempool.versions(id);
    expect(version?.maxPriorityFeePerGas).toBeLessThan(parseGwei('5'));
    await mempool.release();
    await mempool.expectPaidOnce(id, safe);
  });
});
