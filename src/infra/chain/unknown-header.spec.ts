import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keccak256, toHex } from 'viem';
import { type RpcProxy, type Tamper, startRpcProxy } from '../../../sandbox/rpc-proxy.js';
import { providersAt } from '../../../test/named-providers.js';
import { CHAIN_ID } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import type { Providers } from './providers.js';

let chain: FreshChain;

beforeAll(async () => {
  chain = await freshChain();
});
afterEach(() => {
  chain.proxy.tamper = undefined;
});
afterAll(async () => {
  await chain.stop();
});

describe('a fork that is not known', () => {
  // Its headers have one field more, which the hash commits to, and which this code does not read.
  const unknown: Tamper = (request, response) => {
    if (request.method !== 'eth_getBlockByNumber') return response;
    const hash = keccak256(toHex(JSON.stringify(response.result)));
    return { ...response, result: { ...(response.result as object), hash, aFieldOfTomorrow: '0x1' } };
  };
  let other: RpcProxy;
  let providers: Providers;

  beforeAll(async () => {
    other = await startRpcProxy({ upstream: chain.rpcUrls[0] });
    const endpoints = [
      { name: 'a', url: other.url },
      { name: 'b', url: chain.rpcUrls[1] },
    ];
    providers = providersAt(endpoints, CHAIN_ID);
  });
  afterEach(() => {
    other.tamper = undefined;
  });
  afterAll(() => other.stop());

  it('invariant 7: accuses nobody if all providers show one header (PC-20)', async () => {
    other.tamper = unknown;
    chain.proxy.tamper = unknown;
    const refusal = { code: 'HEADER_FORM_UNKNOWN', message: expect.not.stringContaining('provider b') };
    await expect(providers.agreedBlock('latest', 'all')).rejects.toMatchObject(refusal);
    await expect(providers.agreedBlockAt(1n)).rejects.toMatchObject(refusal);
  });

  it('invariant 7: and a form with a field that a fork took away is not known either', async () => {
    const without: Tamper = (request, response) => {
      if (request.method !== 'eth_getBlockByNumber') return response;
      const { withdrawalsRoot: _gone, ...rest } = response.result as Record<string, unknown>;
      return { ...response, result: rest };
    };
    other.tamper = without;
    chain.proxy.tamper = without;
    await expect(providers.agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'HEADER_FORM_UNKNOWN',
    });
  });

  it('invariant 7: but one of them alone with such a header is refused by its name', async () => {
    chain.proxy.tamper = unknown;
    await expect(providers.agreedBlock('latest', 'all')).rejects.toMatchObject({
      code: 'RPC_DISAGREE',
      message: `provider b gave a block header that does not hash to the block's hash`,
    });
  });

  it('invariant 7: and so are two that show different ones', async () => {
    other.tamper = unknown;
    chain.proxy.tamper = (request, response) =>
      request.method === 'eth_getBlockByNumber'
        ? { ...response, result: { ...(response.result as object), hash: `0x${'12'.repeat(32)}` } }
        : response;
    await expect(providers.agreedBlockAt(1n)).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('invariant 6: and one that is silent is still missing', async () => {
    other.tamper = unknown;
    chain.proxy.mode = 'down';
    await expect(providers.agreedBlockAt(1n)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' });
  });
});
