import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { numberToHex } from 'viem';
import { z } from 'zod';
import { CHAIN_ID, HOT_WALLET, providersOf } from '../../../test/simulated-transfer.js';
import { fund } from '../../../sandbox/funding.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { type RpcProxy, startRpcProxy } from '../../../sandbox/rpc-proxy.js';
import { Quantity } from './rpc-answers.js';
import { NamedRoster, providersAt } from '../../../test/named-providers.js';
import { Providers, type Voices } from './providers.js';

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

/** As `lieInBlocks`, about the one block that is asked for by this number or tag. */
function lieAbout(which: string, change: Record<string, unknown>): void {
  chain.proxy.tamper = (request, response) =>
    request.method === 'eth_getBlockByNumber' && z.array(z.unknown()).parse(request.params)[0] === which
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
    const block = await providersOf(chain).agreedBlock('latest', 'all');
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
    expect((await providersOf(chain).agreedBlock('latest', 'all')).hash).toBe(before.hash);
  });

  it('invariant 7: a provider that pins everyone to an old block is refused', async () => {
    lieInBlocks({ number: '0x1', timestamp: '0x1' });
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
    });
  });

  it.each([
    ['hash', `0x${'12'.repeat(32)}`],
    ['stateRoot', `0x${'12'.repeat(32)}`],
    ['miner', `0x${'12'.repeat(20)}`],
    ['baseFeePerGas', '0x1'],
  ])('invariant 7: another %s of the block is refused', async (field, value) => {
    lieInBlocks({ [field]: value });
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
    });
  });

  it('invariant 6: a missing field is unavailable', async () => {
    lieInBlocks({ stateRoot: undefined });
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_UNAVAILABLE',
    });
  });

  it.each(['silent', 'down'] as const)('invariant 6: a provider that is %s is unavailable', async (mode) => {
    chain.proxy.mode = mode;
    const asked = providersOf(chain, 300).agreedBlock('latest', 'all');
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
    await expect(providersAt(endpoints, 1).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'CHAIN_MISMATCH',
    });
  });

  it('invariant 7: one provider of another chain disagrees', async () => {
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_chainId' ? { ...response, result: '0x1' } : response;
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
    });
  });

  it('invariant 7: a provider of another founding block is refused (G11)', async () => {
    lieAbout('0x0', { hash: `0x${'12'.repeat(32)}` });
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
    });
  });

  it('invariant 7: a provider on another fork of the same chain id is refused (G11)', async () => {
    const fork = await freshChain();
    try {
      // Fresh chains begin alike, and blocks without transactions that are made in the same second are the same.
      await fund(fork.client, fork.relayer.address, 1n);
      await fork.mine(3);
      const endpoints = [
        { name: 'a', url: chain.rpcUrls[0] },
        { name: 'b', url: fork.rpcUrls[0] },
      ];
      await expect(providersAt(endpoints, CHAIN_ID).agreedBlock('latest', 'all')).rejects.toMatchObject({
        code: 'RPC_DISAGREE',
      });
    } finally {
      await fork.stop();
    }
  });

  it('invariant 7: a provider that finalized another block is refused, though the heads are the same', async () => {
    await chain.mine(5);
    const head = await chain.client.getBlock();
    const finalized = await chain.client.getBlock({ blockTag: 'finalized' });
    expect(finalized.number).toBeLessThan(head.number);
    lieAbout(numberToHex(finalized.number), { stateRoot: `0x${'12'.repeat(32)}` });
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
    });
  });

  it('invariant 7: a provider whose finality stands still is refused', async () => {
    const early = await rawBlock(1n);
    await chain.client.increaseTime({ seconds: 3_600 });
    await chain.mine(5);
    lieAbout('finalized', z.record(z.string(), z.unknown()).parse(early));
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
      message: `the RPC providers' finalized blocks lie too far apart`,
    });
  });

  it('invariant 7: a chain id that a known chain has does not make a chain that one', async () => {
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_chainId' ? { ...response, result: '0x1' } : response;
    const second = await startRpcProxy({ upstream: chain.rpcUrls[0], tamper: chain.proxy.tamper });
    try {
      const endpoints = [
        { name: 'a', url: second.url },
        { name: 'b', url: chain.rpcUrls[1] },
      ];
      await expect(providersAt(endpoints, 1).agreedBlock('latest', 'all')).rejects.toMatchObject({
        code: 'CHAIN_MISMATCH',
        message: "the RPC providers' chain was not founded by the block of chain 1",
      });
    } finally {
      await second.stop();
    }
  });

  it('invariant 7: a header that does not hash to its block hash is refused', async () => {
    lieInBlocks({ extraData: '0x12' });
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
      message: `provider b gave a block header that does not hash to the block's hash`,
    });
  });

  it('invariant 7: a head that is made up lower than it is does not pin everyone to an old block', async () => {
    await chain.client.increaseTime({ seconds: 3_600 });
    await chain.mine(1);
    lieAbout('latest', { number: '0x1' });
    await expect(providersOf(chain).agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
      message: `the RPC providers' latest blocks lie too far apart`,
    });
  });

  it('invariant 7: reads that differ are refused, whatever they read', async () => {
    const providers = providersOf(chain);
    const block = await providers.agreedBlock('latest', 'all');
    const read = (): Promise<bigint> =>
      providers.agreedRead(
        (provider, at) => provider.request('eth_getBalance', [HOT_WALLET, { blockHash: at.hash }], Quantity),
        block,
        'all',
      );
    expect(await read()).toBe(0n);
    chain.proxy.tamper = (_request, response) => ({ ...response, result: '0x1' });
    await expect(read()).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
    chain.proxy.tamper = (_request, response) => ({ ...response, result: '0x01' });
    await expect(read()).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
  });

  it('invariant 6: fewer than two providers, or off the sandbox than two operators, are not asked', async () => {
    const [a, b] = chain.rpcUrls;
    const endpoints = [
      { name: 'a', url: a },
      { name: 'b', url: b },
    ];
    const alone = new Providers(endpoints, CHAIN_ID, new NamedRoster(['a']));
    await expect(alone.agreedBlock('latest', 'answering')).rejects.toMatchObject({
      code: 'RPC_UNAVAILABLE',
      message: 'there are fewer than 2 RPC providers',
    });
    const ofOne = new NamedRoster(['a', 'b'], () => 'one.example');
    await expect(new Providers(endpoints, 1, ofOne).inForce()).rejects.toMatchObject({
      code: 'RPC_UNAVAILABLE',
      message: 'the RPC providers are of fewer than 2 operators',
    });
    expect(await new Providers(endpoints, CHAIN_ID, ofOne).agreedBlock('latest', 'all')).toBeDefined();
  });

  describe('of three', () => {
    let third: RpcProxy;
    let roster: NamedRoster;
    let providers: Providers;

    beforeEach(async () => {
      third = await startRpcProxy({ upstream: chain.rpcUrls[0] });
      const endpoints = ['a', 'b', 'c'].map((name, at) => ({
        name,
        url: [...chain.rpcUrls, third.url][at] ?? '',
      }));
      roster = new NamedRoster(['a', 'b', 'c']);
      providers = new Providers(endpoints, CHAIN_ID, roster, 500);
    });
    afterEach(() => third.stop());

    it.each(['silent', 'down'] as const)(
      'invariant 7: one that is %s ends what decides, and is left out of what ends nothing',
      async (mode) => {
        third.mode = mode;
        const shown = await providers.agreedBlock('latest', 'answering');
        expect(shown.hash).toBe((await chain.client.getBlock()).hash);
        await expect(providers.agreedBlock('latest', 'all')).rejects.toMatchObject({
          code: 'RPC_UNAVAILABLE',
          message: 'provider c did not answer eth_chainId',
        });
        await providers.look();
        expect(['a', 'b', 'c'].map((name) => providers.states.of(name)?.state)).toEqual([
          ...['answering', 'answering', 'silent'],
        ]);
        chain.proxy.mode = 'down';
        await expect(providers.agreedBlock('latest', 'answering')).rejects.toMatchObject({
          code: 'RPC_UNAVAILABLE',
        });
      },
    );

    it('invariant 7: one that dissents ends whatever is asked, until it is taken out', async () => {
      third.tamper = (request, response) =>
        request.method === 'eth_getBalance' ? { ...response, result: '0x1' } : response;
      const read = (voices: Voices) =>
        providers.agreedBy(voices, (each) =>
          each.request('eth_getBalance', [HOT_WALLET, 'latest'], Quantity),
        );
      for (const voices of ['all', 'answering'] as const)
        await expect(read(voices)).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
      expect(['a', 'b', 'c'].map((name) => providers.states.of(name)?.state)).toEqual([
        ...['answering', 'answering', 'dissenting'],
      ]);
      roster.names = ['a', 'b'];
      expect(await read('all')).toBe(0n);
    });

    it('invariant 7: one of another chain that is added later is found out, though the others were asked before', async () => {
      roster.names = ['a', 'b'];
      await providers.agreedBlock('latest', 'all');
      third.tamper = (request, response) =>
        JSON.stringify(request.params).includes('0x0')
          ? { ...response, result: { ...(response.result as object), hash: `0x${'12'.repeat(32)}` } }
          : response;
      roster.names = ['a', 'b', 'c'];
      await expect(providers.agreedBlock('latest', 'answering')).rejects.toMatchObject({
        code: 'RPC_DISAGREE',
      });
    });

    it('invariant 26: one that this process has no URL of is silent', async () => {
      roster.names = ['a', 'b', 'd'];
      await expect(providers.agreedBlock('latest', 'all')).rejects.toMatchObject({
        code: 'RPC_UNAVAILABLE',
        message: 'provider d did not answer eth_chainId',
      });
      expect(await providers.agreedBlock('latest', 'answering')).toBeDefined();
    });
  });

  it('never puts the URL, which may hold a key, into an error', async () => {
    const endpoints = ['a', 'b'].map((name) => ({
      name,
      url: `http://user:pw@127.0.0.1:1/${name}/secret-key`,
    }));
    const error: unknown = await providersAt(endpoints, CHAIN_ID)
      .agreedBlock('latest', 'all')
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'RPC_UNAVAILABLE' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/secret-key|127\.0\.0\.1|pw/);
  });
});
