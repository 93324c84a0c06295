import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { numberToHex } from 'viem';
import { z } from 'zod';
import { CHAIN_ID, HOT_WALLET, providersOf } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { Providers } from './providers.js';
import { Quantity } from './rpc-answers.js';

let chain: FreshChain;

beforeAll(async () => {
  chain = await freshChain();
});
afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});
afterAll(async () => {
  await chain.stop();
});

/** Lets the second provider lie about one field of its blocks. */
function lieInBlocks(change: Record<string, unknown>): void {
  chain.proxy.tamper = (request, response) =>
    request.method === 'eth_getBlockByNumber'
      ? { ...response, result: { ...(response.result as object), ...change } }
      : response;
}

async function rawBlock(number: bigint): Promise<unknown> {
  const params = [numberToHex(number), false];
  const reply = await fetch(chain.rpcUrls[0], {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params }),
  });
  return z.object({ result: z.unknown() }).parse(await reply.json()).result;
}

describe('invariant 7: providers must agree', () => {
  it('invariant 7: the agreed block is the highest that all have', async () => {
    const block = await providersOf(chain).agreedBlock('latest');
    const node = await chain.client.getBlock();
    expect([block.number, block.hash, block.stateRoot]).toEqual([node.number, node.hash, node.stateRoot]);
    expect(block.baseFeePerGas).toBe(node.baseFeePerGas);
  });

  it('invariant 7: one provider that is a block behind sets the height', async () => {
    await chain.mine(2);
    const head = await chain.client.getBlock();
    const before = await chain.client.getBlock({ blockNumber: head.number - 1n });
    const old = await rawBlock(before.number);
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getBlockByNumber' && JSON.stringify(request.params).includes('latest')
        ? { ...response, result: old }
        : response;
    expect((await providersOf(chain).agreedBlock('latest')).hash).toBe(before.hash);
  });

  it('invariant 7: a provider that pins everyone to an old block is refused', async () => {
    lieInBlocks({ number: '0x1', timestamp: '0x1' });
    await expect(providersOf(chain).agreedBlock('latest')).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it.each([
    ['hash', `0x${'12'.repeat(32)}`],
    ['stateRoot', `0x${'12'.repeat(32)}`],
    ['miner', `0x${'12'.repeat(20)}`],
    ['baseFeePerGas', '0x1'],
  ])('invariant 7: another %s of the block is refused', async (field, value) => {
    lieInBlocks({ [field]: value });
    await expect(providersOf(chain).agreedBlock('latest')).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('invariant 6: a missing field is unavailable', async () => {
    lieInBlocks({ stateRoot: undefined });
    await expect(providersOf(chain).agreedBlock('latest')).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
  });

  it.each(['silent', 'down'] as const)('invariant 6: a provider that is %s is unavailable', async (mode) => {
    chain.proxy.mode = mode;
    const asked = providersOf(chain, 300).agreedBlock('latest');
    await expect(asked).rejects.toMatchObject({
      code: 'RPC_UNAVAILABLE',
      message: 'provider b did not answer eth_chainId',
    });
  });

  it('invariant 7: providers of another chain are refused', async () => {
    const [a, b] = chain.rpcUrls;
    const endpoints = [
      { name: 'a', url: a },
      { name: 'b', url: b },
    ];
    await expect(new Providers(endpoints, 1).agreedBlock('latest')).rejects.toMatchObject({
      code: 'CHAIN_MISMATCH',
    });
  });

  it('invariant 7: one provider of another chain disagrees', async () => {
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_chainId' ? { ...response, result: '0x1' } : response;
    await expect(providersOf(chain).agreedBlock('latest')).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('invariant 7: reads that differ are refused, whatever they read', async () => {
    const providers = providersOf(chain);
    const block = await providers.agreedBlock('latest');
    const read = (): Promise<bigint> =>
      providers.agreedRead(
        (provider, at) => provider.request('eth_getBalance', [HOT_WALLET, { blockHash: at.hash }], Quantity),
        block,
      );
    expect(await read()).toBe(0n);
    chain.proxy.tamper = (_request, response) => ({ ...response, result: '0x1' });
    await expect(read()).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
    chain.proxy.tamper = (_request, response) => ({ ...response, result: '0x01' });
    await expect(read()).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
  });

  it('invariant 6: fewer than two distinct providers do not start', () => {
    const one = { name: 'a', url: 'http://127.0.0.1:1' };
    expect(() => new Providers([one], CHAIN_ID)).toThrow('at least two');
    expect(() => new Providers([one, one], CHAIN_ID)).toThrow('is one provider');
    expect(() => new Providers([one, { ...one, name: 'b' }], CHAIN_ID)).toThrow('is one provider');
  });

  it('never puts the URL, which may hold a key, into an error', async () => {
    const endpoints = ['a', 'b'].map((name) => ({
      name,
      url: `http://user:pw@127.0.0.1:1/${name}/secret-key`,
    }));
    const error: unknown = await new Providers(endpoints, CHAIN_ID)
      .agreedBlock('latest')
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'RPC_UNAVAILABLE' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/secret-key|127\.0\.0\.1|pw/);
  });
});
