import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { coinContent } from '../../test/builders/governed.js';
import { Governance } from '../../test/governance.js';
import { PriceFeeds } from '../../test/price-feeds.js';
import { CHAIN_ID, HOT_WALLET, movementOf, providersOf, tokenAsset } from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import type { Asset } from '../domain/assets/asset.js';
import { Registered } from '../domain/register/registered.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { BalanceReader } from '../infra/chain/balance-reader.js';
import { PriceReader } from '../infra/chain/price-reader.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { newId } from '../infra/database/new-id.js';
import { SafeLooks } from './safe-looks.js';

const { asset: coin } = movementOf('native', 1n);
const NOW = unixSeconds(1_800_000_000);

let chain: FreshChain;
let governance: Governance;
let feed: Address;
let assets: readonly Asset[];
/** How many proofs the second provider was asked for. */
let proofs: number;

beforeAll(async () => {
  chain = await freshChain();
  feed = await new PriceFeeds(chain).deploy(290_000_000_000n);
  assets = [coin, tokenAsset(chain)];
  const chainId = CHAIN_ID;
  const objects = [{ kind: 'asset' as const, subject: coin.id, content: coinContent({ chainId }) }];
  governance = await Governance.found(undefined, { chainId, objects });
});
afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});
afterAll(() => chain.stop());

function looks(patienceWithB?: number): SafeLooks {
  const providers = providersOf(chain, patienceWithB);
  const made = new SafeLooks(
    new SafeReader(providers),
    new BalanceReader(providers),
    new PriceReader(providers),
  );
  return made;
}

/** The Safe of the chain, or what is at another address. */
async function asked(at: UnixSeconds = NOW, address = addressFromHex(chain.safe)) {
  const { profile } = await new SafeReader(providersOf(chain)).readProfile(addressFromHex(chain.safe), 'all');
  const safe = {
    ...{ id: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8057'), label: 'Cold', address, profile },
    ...{ onboardedAt: NOW, frozen: null },
  };
  return { safe, assets, register: new Registered(governance.present), now: at };
}

function countingProofs(): void {
  proofs = 0;
  chain.proxy.tamper = (request, response) => {
    if (request.method === 'eth_getProof') proofs += 1;
    return response;
  };
}

describe('a look at a Safe', () => {
  it('shows its profile, nonce and balances at one block', async () => {
    const look = await looks().of(await asked());
    const block = await chain.client.getBlock({ blockTag: 'latest' });
    expect(look).toMatchObject({
      reading: { nonce: 0n, profile: { threshold: 3 }, block: { number: block.number, hash: block.hash } },
      holdings: [
        { asset: coin, amount: parseEther('1000'), price: null },
        { amount: 10_000_000_000_000n, price: null },
      ],
      at: NOW,
    });
  });

  it('is one for all who ask within some seconds, and another one later', async () => {
    const service = looks();
    const question = await asked();
    countingProofs();
    const all = await Promise.all(Array.from({ length: 20 }, () => service.of(question)));
    const one = proofs;
    expect([new Set(all).size, one > 0, one < 10]).toEqual([1, true, true]);
    expect(await service.of({ ...question, now: unixSeconds(NOW + 4) })).toBe(all[0]);
    expect(proofs).toBe(one);
    const later = await service.of({ ...question, now: unixSeconds(NOW + 5) });
    expect([later === all[0], proofs]).toEqual([false, 2 * one]);
  });

  it('is another one once the register has changed', async () => {
    const service = looks();
    const before = await service.of(await asked());
    const content = {
      ...{ chainId: CHAIN_ID, assetId: coin.id, aggregator: feed, decimals: 8, maxAgeSeconds: 172_800 },
      ...{ min: '1', max: '10000' },
    };
    const id = newId('pfd');
    await governance.change('price-feed', id, content);
    const after = await service.of(await asked());
    expect(after).not.toBe(before);
    expect(after).toMatchObject({
      holdings: [
        { price: { kind: 'feed', priceFeedId: id, rounds: [{ answer: '290000000000' }, {}] } },
        { price: null },
      ],
    });
  });

  it.each(['silent', 'down'] as const)(
    'invariant 6: shows nothing while too few providers answer (%s)',
    async (mode) => {
      const question = await asked();
      chain.proxy.mode = mode;
      expect(await looks(200).of(question)).toMatchObject({ code: 'RPC_UNAVAILABLE' });
    },
  );

  it('invariant 7: shows nothing that the providers disagree about', async () => {
    const question = await asked();
    chain.proxy.tamper = (request, response) => {
      if (request.method !== 'eth_getProof') return response;
      const [, slots] = request.params as readonly [string, readonly string[]];
      const storageProof = slots.map(() => ({ proof: [] }));
      return { ...response, result: { accountProof: [], storageProof } };
    };
    expect(await looks().of(question)).toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('says so where there is no Safe', async () => {
    const none = await asked(NOW, HOT_WALLET);
    expect(await looks().of(none)).toMatchObject({ code: 'SAFE_VERSION_UNSUPPORTED' });
  });

  it('lets nobody wait for a provider that is slow, and shows what it said to whoever asks next', async () => {
    const service = looks();
    const question = await asked();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    chain.proxy.tamper = async (request, response) => {
      if (request.method === 'eth_getProof') await held;
      return response;
    };
    expect(await service.of(question)).toMatchObject({
      code: 'RPC_UNAVAILABLE',
      reason: expect.stringContaining('in time') as unknown,
    });
    answer();
    expect(await service.of({ ...question, now: unixSeconds(NOW + 60) })).toMatchObject({ at: NOW });
  });
});
