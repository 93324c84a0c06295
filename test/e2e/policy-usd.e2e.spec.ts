import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { numberToHex, parseEther } from 'viem';
import { z } from 'zod';
import type { Address } from '../../src/domain/values/address.js';
import { newId } from '../../src/infra/database/new-id.js';
import type { Founding } from '../../sandbox/founding.js';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import type { Tamper } from '../../sandbox/rpc-proxy.js';
import { withDestination, withPrompts, withoutDelays } from '../builders/founding.js';
import { PriceFeeds } from '../price-feeds.js';
import { made, reasonsOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

const ETHER_USD = 3_000_00000000n;
const HOT_CEILING = parseEther('200');

let story: StorySteps;
let feeds: PriceFeeds;
let feed: Address;

beforeAll(async () => {
  story = await openStory({ safes: 11, founding });
  feeds = new PriceFeeds(story.chain);
  feed = await feeds.deploy(ETHER_USD);
  await story.govern('price-feed', newId('pfd'), () => ({
    ...{ chainId: 31337, assetId: story.assetId('eth'), aggregator: feed, decimals: 8 },
    ...{ maxAgeSeconds: 3_600, min: '1000', max: '10000' },
  }));
});

afterEach(async () => {
  story.chain.proxy.tamper = undefined;
  await feeds.setRound(feed, { answer: ETHER_USD });
});

afterAll(() => story.close());

/** 60,000 US dollars a transfer over all assets, of which the token has a fixed price and the coin is to have a feed. */
function founding(document: Founding): Founding {
  const [eth, usd] = document.assets.map(({ id }) => id);
  if (eth === undefined || usd === undefined) throw new Error('the sandbox has two assets');
  const fixed = { waivable: false as const };
  const day = { windowSeconds: 86_400, ...fixed };
  const rules: Founding['policy']['rules'] = [
    { id: 'dollars', kind: 'amount-per-transfer', unit: 'usd', max: '60000', ...fixed },
    { id: 'hot-ceiling', kind: 'hot-side-ceiling', assetId: eth, max: '200', ...fixed },
    { id: 'floor', kind: 'safe-floor', assetId: eth, min: '950', minShare: '0.98', ...fixed },
    { id: 'again', kind: 'duplicate', ...day },
    { id: 'split', kind: 'structuring', assetId: eth, scope: 'safe', margin: '0.1', ...day },
  ];
  const { policy } = document;
  const prices = [{ assetId: usd, usd: '1.00' }];
  const changed = { ...document, policy: { ...policy, rules: [...policy.rules, ...rules], prices } };
  return withDestination(withPrompts(withoutDelays(changed)), {
    label: 'Full wallet',
    address: mnemonicAccount(41).address,
  });
}

type Wish = Parameters<StorySteps['request']>[0];

async function refusedFor(wish: Wish): Promise<string[]> {
  const body = made(await story.request(wish));
  if (body['state'] !== 'refused') throw new Error(`it is ${String(body['state'])}`);
  return reasonsOf(body);
}

/** The second provider's own answers to `latestRoundData`: no other call has five words. */
function ownRounds(change: (result: string) => object): Tamper {
  return (request, response) => {
    const { result } = response;
    const isRound = request.method === 'eth_call' && typeof result === 'string' && result.length === 322;
    return isRound ? { ...response, ...change(result) } : response;
  };
}

const otherAnswer = ownRounds((result) => ({
  result: result.slice(0, 66) + numberToHex(ETHER_USD - 1n, { size: 32 }).slice(2) + result.slice(130),
}));
const noAnswer = ownRounds(() => ({ result: undefined, error: { code: -32_000, message: 'no' } }));
const ago = (seconds: number) => BigInt(Math.floor(Date.now() / 1000) - seconds);

describe('a limit in US dollars', () => {
  it('invariant 22: allows exactly its number by the feed, and not the smallest unit more', async () => {
    await feeds.setRound(feed, { answer: 3_000_00000001n });
    expect(await refusedFor({ amount: '20' })).toEqual(['LIMIT_PER_TX']);
    await feeds.setRound(feed, { answer: ETHER_USD });
    expect(await refusedFor({ amount: '20.000000000000000001' })).toEqual([
      'LIMIT_PER_TX',
      'LIMIT_SAFE_FLOOR',
    ]);
    await story.requested({ amount: '20' });
  });

  it('allows exactly its number by the fixed price, whatever the feed of another asset says', async () => {
    await feeds.setRound(feed, { answer: 0n });
    expect(await refusedFor({ amount: '60000.000001', asset: 'usd' })).toEqual(['LIMIT_PER_TX']);
    await story.requested({ amount: '60000', asset: 'usd' });
  });

  it.each([
    { what: 'too old', round: { answer: ETHER_USD, updatedAt: ago(3_700) }, code: 'PRICE_STALE' },
    { what: 'of the future', round: { answer: ETHER_USD, updatedAt: ago(-600) }, code: 'PRICE_STALE' },
    {
      what: 'of an earlier round',
      round: { answer: ETHER_USD, roundId: 9n, answeredInRound: 8n },
      code: 'PRICE_STALE',
    },
    { what: 'zero', round: { answer: 0n }, code: 'PRICE_OUT_OF_BOUNDS' },
    { what: 'negative', round: { answer: -ETHER_USD }, code: 'PRICE_OUT_OF_BOUNDS' },
    { what: 'a hundredth', round: { answer: ETHER_USD / 100n }, code: 'PRICE_OUT_OF_BOUNDS' },
  ])('D08: refuses by an answer that is $what', async ({ round, code }) => {
    await feeds.setRound(feed, round);
    expect(await refusedFor({ amount: '1' })).toEqual([code]);
  });

  it.each([
    { what: 'shows another answer', tamper: otherAnswer, code: 'PRICE_DIVERGENT' },
    { what: 'shows none', tamper: noAnswer, code: 'PRICE_UNAVAILABLE' },
  ])('invariants 6 and 7: refuses while one provider $what', async ({ tamper, code }) => {
    story.chain.proxy.tamper = tamper;
    expect(await refusedFor({ amount: '1.5' })).toEqual([code]);
  });
});

describe('a price at the relay gate', () => {
  it('D08: is asked anew, and refuses what was permitted once it is stale', async () => {
    const id = await story.awaiting({ amount: '2', safe: story.freshSafe() });
    await feeds.setRound(feed, { answer: ETHER_USD, updatedAt: ago(3_700) });
    await story.person('Ada').confirm(id);
    expect(reasonsOf(await story.until(id, 'refused'))).toEqual(['PRICE_STALE']);
  });

  it('invariant 6: lets nothing through while it cannot be read, and ends nothing either', async () => {
    const id = await story.awaiting({ amount: '2.1', safe: story.freshSafe() });
    story.chain.proxy.tamper = noAnswer;
    const before = await decisions(id);
    await story.confirmed(id);
    // The gate has looked, twice, and it still waits.
    await until('the gate to look again', async () => (await decisions(id)) >= before + 2);
    expect(await story.state(id)).toBe('confirmed');
    story.chain.proxy.tamper = undefined;
    await story.until(id, 'relayed');
  });

  const decisions = async (id: string): Promise<number> => {
    const rows = await story.sql('SELECT count(*)::int AS count FROM decision WHERE transfer_id = $1', [id]);
    return z.tuple([z.object({ count: z.int() })]).parse(rows)[0].count;
  };
});

describe('balances', () => {
  it('hold a destination to its ceiling, by what it has now', async () => {
    const { id: destination, address } = story.destination('Full wallet');
    await story.chain.client.setBalance({ address, value: HOT_CEILING - parseEther('3') });
    const safe = story.freshSafe();
    expect(await refusedFor({ amount: '3.000000000000000001', destination, safe })).toEqual([
      'LIMIT_HOT_CEILING',
    ]);
    const id = await story.awaiting({ amount: '3', destination, safe });
    // One wei arrives from elsewhere: what was permitted is looked at again (invariant 9).
    await story.chain.client.setBalance({ address, value: HOT_CEILING - parseEther('3') + 1n });
    await story.hurry('recheck', id);
    expect(reasonsOf(await story.until(id, 'refused'))).toEqual(['LIMIT_HOT_CEILING']);
  });

  it('invariant 11: hold it also against what is on its way there from another Safe', async () => {
    const { id: destination, address } = story.destination('Full wallet');
    await story.chain.client.setBalance({ address, value: HOT_CEILING - parseEther('3') });
    await story.awaiting({ amount: '2.5', destination, safe: story.freshSafe() });
    const safe = story.freshSafe();
    expect(await refusedFor({ amount: '0.500000000000000001', destination, safe })).toEqual([
      'LIMIT_HOT_CEILING',
    ]);
    await story.requested({ amount: '0.5', destination, safe });
  });

  it('keep in the Safe what its floor says, by what it holds now', async () => {
    const safe = story.freshSafe();
    await story.chain.client.setBalance({ address: safe.address, value: parseEther('960') });
    expect(await refusedFor({ amount: '10.000000000000000001', safe })).toEqual(['LIMIT_SAFE_FLOOR']);
    await story.requested({ amount: '10', safe });
  });
});

describe('a duplicate', () => {
  it('is refused while the first one lives, and not when it was cancelled', async () => {
    const safe = story.freshSafe();
    const first = await story.requested({ amount: '4', safe });
    expect(await refusedFor({ amount: '4', safe, by: 'Tariq' })).toEqual(['DUPLICATE_TRANSFER']);
    await story.requested({ amount: '4.000000000000000001', safe });
    await story.person('Tessa').post(`/v1/transfers/${first}/cancel`, { reason: 'no' });
    await story.until(first, 'cancelled');
    await story.requested({ amount: '4', safe });
  });

  it('invariant 11: is every one but the first of several that come at once', async () => {
    const safe = story.freshSafe();
    const tessa = story.person('Tessa');
    const signed = [];
    for (let count = 0; count < 5; count += 1) {
      signed.push(await tessa.signedRequest(story.wish({ amount: '5', safe })));
    }
    const answers = await Promise.all(signed.map((each) => tessa.post('/v1/transfers', each, randomUUID())));
    const states = answers.map((each) => String(made(each)['state'])).sort();
    expect(states).toEqual(['queued', 'refused', 'refused', 'refused', 'refused']);
  });
});

describe('the order of transfers', () => {
  const isSomebodyWaiting = async (): Promise<boolean> => {
    const waiting = await story.sql(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  };
  const lastPlace = () => story.sql('SELECT last_value, is_called FROM transfer_ordinal_seq');

  it('invariant 11: is that of the locks, so that none is before one that it has not seen', async () => {
    const holder = await story.connection();
    try {
      const before = await lastPlace();
      await holder.query('BEGIN');
      await holder.query(`SELECT limit_lock(ARRAY['all:*:count'])`);
      const request = story.request({ amount: '6', safe: story.freshSafe() });
      await until('the request to wait for its budget', isSomebodyWaiting);
      expect(await lastPlace()).toEqual(before);
      await holder.query('COMMIT');
      expect(made(await request)['state']).toBe('queued');
    } finally {
      await holder.end();
    }
  });
});

describe('transfers that stay just under a tier', () => {
  it('are joined: the second one is asked for by the higher quorum, the first one as before', async () => {
    const safe = story.freshSafe();
    const first = await story.awaiting({ amount: '9.5', safe });
    const second = await story.requested({ amount: '9.6', safe });
    expect(await asked(first)).toEqual(['treasury']);
    await story.confirmed(first);
    await story.until(first, 'relayed');
    await story.signed(first);
    await story.settled(first);
    await story.until(second, 'awaiting-confirmation');
    expect(await asked(second)).toEqual(['risk', 'treasury']);
    await story.confirmed(second, ['Ada']);
    expect(await story.state(second)).toBe('awaiting-confirmation');
    await story.confirmed(second, ['Rita']);
    await story.until(second, 'relayed');
  });

  const asked = async (id: string): Promise<string[]> => {
    const Cleared = z.looseObject({ require: z.array(z.object({ group: z.string(), count: z.int() })) });
    const { evidence } = z
      .looseObject({ evidence: z.looseObject({ cleared: Cleared }) })
      .parse(await story.show(id));
    return evidence.cleared.require.map(({ group }) => group).sort();
  };
});
