import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { z } from 'zod';
import { made, refusalOf } from '../../test/e2e/answers.js';
import type { StorySteps } from '../../test/e2e/story-steps.js';
import { openStory } from '../../test/e2e/story.js';
import { type FeedRound, PriceFeeds } from '../../test/price-feeds.js';
import type { Address } from '../domain/values/address.js';
import type { Json } from '../domain/values/canonical-json.js';
import { newId } from '../infra/database/new-id.js';

const ETHER_USD = 3_000_00000000n;

let story: StorySteps;
let feeds: PriceFeeds;
let feed: Address;

beforeAll(async () => {
  story = await openStory({
    founding: (document) => {
      const loosen = { require: [{ group: 'governance', count: 2 }], delaySeconds: 0 };
      const kinds = { ...document.quorums.kinds, 'price-feed': { loosen, tighten: { require: [] } } };
      return { ...document, quorums: { ...document.quorums, kinds } };
    },
  });
  feeds = new PriceFeeds(story.chain);
  feed = await feeds.deploy(ETHER_USD);
});
afterAll(() => story.close());
beforeEach(() => feeds.setRound(feed, { answer: ETHER_USD }));
afterEach(() => {
  story.chain.proxy.tamper = undefined;
});

/** A feed as the chain has it now. */
function content(parts: Record<string, Json> = {}): Json {
  return {
    chainId: 31337,
    assetId: story.assetId('eth'),
    aggregator: feed,
    decimals: 8,
    maxAgeSeconds: 3_600,
    min: '1000',
    max: '10000',
    ...parts,
  };
}

const draft = (parts: Record<string, Json> = {}, subject?: string) =>
  story.person('Clara').changes.draft({
    kind: 'price-feed',
    ...(subject !== undefined && { subject }),
    content: content(parts),
  });

const refused = async (parts: Record<string, Json> = {}, subject?: string) =>
  (refusalOf(await draft(parts, subject)) as readonly unknown[]).slice(1);

describe('a price feed that is drafted', () => {
  it('is put into words when everything about it holds', async () => {
    const { change } = z
      .object({ change: z.looseObject({ sentences: z.array(z.string()), direction: z.string() }) })
      .loose()
      .parse(made(await draft()));
    expect(change.direction).toBe('loosens');
    expect(change.sentences.join()).toContain(
      `of ETH: the aggregator ${feed} on chain 31337 with 8 decimals, not older than 3600 seconds, between 1000 and 10000 USD`,
    );
  });

  it.each<{ what: string; parts: () => Record<string, Json>; code: string; pointer: string }>([
    { what: 'another chain', parts: () => ({ chainId: 1 }), code: 'CHAIN_MISMATCH', pointer: 'chainId' },
    {
      what: 'an unknown asset',
      parts: () => ({ assetId: newId('ast') }),
      code: 'CHANGE_INVALID',
      pointer: 'assetId',
    },
    {
      what: 'an account without code',
      parts: () => ({ aggregator: story.destination().address }),
      code: 'CHANGE_INVALID',
      pointer: 'aggregator',
    },
    {
      what: 'a contract that is no aggregator',
      parts: () => ({ aggregator: story.firstSafe.address }),
      code: 'PRICE_UNAVAILABLE',
      pointer: 'aggregator',
    },
    {
      what: 'an address with a wrong checksum',
      parts: () => ({ aggregator: feed.replace(/[a-f]/, (letter) => letter.toUpperCase()) }),
      code: 'ADDRESS_FORMAT',
      pointer: 'aggregator',
    },
    { what: 'other decimals', parts: () => ({ decimals: 18 }), code: 'PRICE_DIVERGENT', pointer: 'decimals' },
    {
      what: 'a lower bound above it',
      parts: () => ({ min: '3000.00000001' }),
      code: 'PRICE_OUT_OF_BOUNDS',
      pointer: 'min',
    },
    {
      what: 'an upper bound below it',
      parts: () => ({ max: '2999.99999999' }),
      code: 'PRICE_OUT_OF_BOUNDS',
      pointer: 'max',
    },
    { what: 'a lower bound of zero', parts: () => ({ min: '0' }), code: 'CHANGE_INVALID', pointer: 'min' },
    {
      what: 'a member too many',
      parts: () => ({ isTrusted: true }),
      code: 'BODY_SCHEMA',
      pointer: 'isTrusted',
    },
  ])('is refused with $what', async ({ parts, code, pointer }) => {
    expect(await refused(parts())).toEqual([code, `/content/${pointer}`]);
  });

  it.each<{ what: string; round: () => FeedRound; code: string; pointer: string }>([
    {
      what: 'an answer that is too old',
      round: () => ({ answer: ETHER_USD, updatedAt: BigInt(Math.floor(Date.now() / 1000) - 3_700) }),
      code: 'PRICE_STALE',
      pointer: 'maxAgeSeconds',
    },
    {
      what: 'an answer of the future',
      round: () => ({ answer: ETHER_USD, updatedAt: BigInt(Math.floor(Date.now() / 1000) + 600) }),
      code: 'PRICE_STALE',
      pointer: 'maxAgeSeconds',
    },
    {
      what: 'an answer of an earlier round',
      round: () => ({ answer: ETHER_USD, roundId: 9n, answeredInRound: 8n }),
      code: 'PRICE_STALE',
      pointer: 'maxAgeSeconds',
    },
    { what: 'an answer of zero', round: () => ({ answer: 0n }), code: 'PRICE_OUT_OF_BOUNDS', pointer: 'min' },
    {
      what: 'a negative answer',
      round: () => ({ answer: -ETHER_USD }),
      code: 'PRICE_OUT_OF_BOUNDS',
      pointer: 'min',
    },
  ])('D08: is refused with $what', async ({ round, code, pointer }) => {
    await feeds.setRound(feed, round());
    expect(await refused()).toEqual([code, `/content/${pointer}`]);
  });

  it('invariant 7: is refused while the providers show different answers', async () => {
    story.chain.proxy.tamper = (request, response) => {
      const { result } = response;
      if (request.method !== 'eth_call' || typeof result !== 'string' || result.length !== 322)
        return response;
      const answer = numberToHex(ETHER_USD + 1n, { size: 32 }).slice(2);
      return { ...response, result: result.slice(0, 66) + answer + result.slice(130) };
    };
    expect(await refused()).toEqual(['PRICE_DIVERGENT', '/content/aggregator']);
  });
});

describe('an asset that has a price feed', () => {
  const subject = newId('pfd');
  const lists = async () => (await story.person('Audrey').get('/v1/price-feeds')).body['data'];

  beforeAll(async () => {
    await story.govern('price-feed', subject, () => content());
  });

  it('has no second one', async () => {
    expect(await lists()).toMatchObject([{ id: subject }]);
    expect(await refused()).toEqual(['CHANGE_INVALID', '/content/assetId']);
  });

  it('may have it changed, as far as the chain bears it out', async () => {
    made(await draft({ maxAgeSeconds: 7_200 }, subject));
    expect(await refused({ maxAgeSeconds: 7_200, decimals: 9 }, subject)).toEqual([
      'PRICE_DIVERGENT',
      '/content/decimals',
    ]);
  });

  it('invariant 13: may have it believed less at any time, whatever it answers', async () => {
    await feeds.setRound(feed, { answer: 0n });
    expect(await refused({ min: '1', max: '20000' }, subject)).toEqual([
      'PRICE_OUT_OF_BOUNDS',
      '/content/min',
    ]);
    made(await draft({ min: '9999', max: '10000' }, subject));
  });

  it('may have it removed whatever it answers, and then another one', async () => {
    await feeds.setRound(feed, { answer: 0n });
    const { changes } = story.person('Clara');
    made(await changes.draft({ kind: 'price-feed', subject, content: null }));
    await story.govern('price-feed', subject, () => null);
    await feeds.setRound(feed, { answer: ETHER_USD });
    made(await draft());
  });
});
