import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeFunctionData, erc20Abi, parseEther } from 'viem';
import { HOT_WALLET, movementOf, providersOf, tokenAsset } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { fund } from '../../../sandbox/funding.js';
import type { Asset } from '../../domain/assets/asset.js';
import { addressFromHex } from '../../domain/values/address.js';
import { BalanceReader } from './balance-reader.js';

let chain: FreshChain;
const { asset: coin } = movementOf('native', 1n);

beforeAll(async () => {
  chain = await freshChain();
  await fund(chain.client, HOT_WALLET, parseEther('7'));
});
afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});
afterAll(async () => {
  await chain.stop();
});

/** At the newest block; what a test does to the second provider begins after the providers have agreed on it. */
async function read(asset: Asset, before: () => void = () => undefined, patienceWithB?: number) {
  const block = await providersOf(chain).agreedBlock('latest', 'all');
  before();
  const sides = { safe: addressFromHex(chain.safe), destination: HOT_WALLET };
  return new BalanceReader(providersOf(chain, patienceWithB)).read(asset, sides, block, 'all');
}

describe('the balances of a transfer', () => {
  it('are what both sides have of the coin', async () => {
    expect(await read(coin)).toEqual({ safe: parseEther('1000'), destination: parseEther('7') });
  });

  it('are what both sides have of a token', async () => {
    expect(await read(tokenAsset(chain))).toEqual({ safe: 10_000_000_000_000n, destination: 0n });
  });

  it('are those at the agreed block, not those that came after', async () => {
    const providers = providersOf(chain);
    const block = await providers.agreedBlock('latest', 'all');
    await fund(chain.client, addressFromHex(chain.safe), 1n);
    const sides = { safe: addressFromHex(chain.safe), destination: HOT_WALLET };
    const reader = new BalanceReader(providers);
    expect(await reader.read(coin, sides, block, 'all')).toMatchObject({ safe: parseEther('1000') });
    expect(await read(coin)).toMatchObject({ safe: parseEther('1000') + 1n });
  });

  it('do not come from what a token says by its code', async () => {
    const { address } = tokenAsset(chain);
    const code = await chain.client.getCode({ address });
    await chain.client.setCode({ address, bytecode: '0x60ff60005260206000f3' });
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [HOT_WALLET] });
    expect(BigInt((await chain.client.call({ to: address, data })).data ?? '0x')).toBe(255n);
    expect(await read(tokenAsset(chain))).toMatchObject({ destination: 0n });
    await chain.client.setCode({ address, bytecode: code ?? '0x' });
  });

  it.each(['coin', 'token'])(
    'invariants 6 and 7: are not known while one provider lies about the %s',
    async (what) => {
      const asset = what === 'coin' ? coin : tokenAsset(chain);
      const told = await read(asset, () => {
        chain.proxy.tamper = (request, response) =>
          request.method === 'eth_getProof'
            ? { ...response, result: { accountProof: [], storageProof: [{ proof: [] }, { proof: [] }] } }
            : response;
      });
      expect(told).toBeNull();
    },
  );

  it.each(['silent', 'down'] as const)(
    'invariant 6: are not known while one provider is %s',
    async (mode) => {
      const silence = () => {
        chain.proxy.mode = mode;
      };
      const told = await read(coin, silence, 300);
      expect(told).toBeNull();
    },
  );
});
