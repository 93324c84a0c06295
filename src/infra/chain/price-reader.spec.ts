import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, concat, numberToHex } from 'viem';
import { PriceFeeds } from '../../../test/price-feeds.js';
import { HOT_WALLET, providersOf } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import type { Tamper } from '../../../sandbox/rpc-proxy.js';
import type { PriceReading, PriceRound } from '../../domain/policies/price-reading.js';
import type { Address } from '../../domain/values/address.js';
import { PriceReader } from './price-reader.js';

let chain: FreshChain;
let feeds: PriceFeeds;
let feed: Address;

beforeAll(async () => {
  chain = await freshChain();
  feeds = new PriceFeeds(chain);
  feed = await feeds.deploy(3_000_00000000n);
});
afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});
afterAll(async () => {
  await chain.stop();
});

/** At the newest block; what a test does to the second provider begins after the providers have agreed on it. */
async function read(
  aggregator: Address,
  before: () => void = () => undefined,
  patienceWithB?: number,
): Promise<PriceReading> {
  const block = await providersOf(chain).agreedBlock('latest', 'all');
  before();
  return new PriceReader(providersOf(chain, patienceWithB)).read(aggregator, block, 'all');
}

async function rounds(aggregator: Address, before?: () => void): Promise<readonly PriceRound[]> {
  const reading = await read(aggregator, before);
  if (reading.kind !== 'rounds') throw new Error(reading.reason);
  return reading.rounds;
}

/** The second provider's answer to `latestRoundData`, which is the only one of five words. */
function lying(word: number, value: Hex): Tamper {
  return (request, response) => {
    const { result } = response;
    if (request.method !== 'eth_call' || typeof result !== 'string' || result.length !== 322) return response;
    const at = 2 + 64 * word;
    return { ...response, result: result.slice(0, at) + value.slice(2) + result.slice(at + 64) };
  };
}

describe('a price', () => {
  it('invariant 7: is read at every provider, and kept as each shows it', async () => {
    await feeds.setRound(feed, { answer: 3_100_00000000n, updatedAt: 1_700_000_000n, roundId: 7n });
    const seen = {
      roundId: '7',
      answer: '310000000000',
      updatedAt: '1700000000',
      answeredInRound: '7',
      decimals: 8,
    };
    expect(await rounds(feed)).toEqual([
      { provider: 'a', ...seen },
      { provider: 'b', ...seen },
    ]);
  });

  it.each([
    { what: 'zero', round: { answer: 0n } },
    { what: 'a negative answer', round: { answer: -1n } },
    { what: 'the lowest answer', round: { answer: -(2n ** 255n) } },
    { what: 'the highest answer', round: { answer: 2n ** 255n - 1n } },
    { what: 'an update of the distant past', round: { answer: 1n, updatedAt: 1n } },
    { what: 'an update that is yet to come', round: { answer: 1n, updatedAt: 2n ** 256n - 1n } },
    { what: 'a round that was never updated', round: { answer: 1n, updatedAt: 0n } },
    {
      what: 'an answer of an earlier round',
      round: { answer: 1n, roundId: 2n ** 80n - 1n, answeredInRound: 3n },
    },
  ])('is passed on as it is, with $what', async ({ round }) => {
    await feeds.setRound(feed, round);
    const { roundId = 2n, answeredInRound = roundId } = round;
    const [first, second] = await rounds(feed);
    expect(first).toMatchObject({
      roundId: roundId.toString(),
      answer: round.answer.toString(),
      answeredInRound: answeredInRound.toString(),
      ...('updatedAt' in round && { updatedAt: round.updatedAt.toString() }),
    });
    expect(second).toEqual({ ...first, provider: 'b' });
  });

  it('has the decimals that the aggregator has now', async () => {
    const own = await feeds.deploy(1n, 18);
    await feeds.setDecimals(own, 255);
    expect((await rounds(own)).map((each) => each.decimals)).toEqual([255, 255]);
  });

  it('invariant 7: keeps a lying provider apart from the other', async () => {
    await feeds.setRound(feed, { answer: 3_000_00000000n });
    const told = await rounds(feed, () => {
      chain.proxy.tamper = lying(1, numberToHex(1_00000000n, { size: 32 }));
    });
    expect(told.map(({ provider, answer }) => [provider, answer])).toEqual([
      ['a', '300000000000'],
      ['b', '100000000'],
    ]);
  });
});

describe('a price that cannot be had', () => {
  const ZEROS = numberToHex(0n, { size: 32 });

  it.each([
    { what: 'no code', deploy: () => Promise.resolve(HOT_WALLET) },
    { what: 'a revert', deploy: () => feeds.deployEmpty() },
    { what: 'no bytes', deploy: () => feeds.deployRaw('0x') },
    { what: 'one word for five', deploy: () => feeds.deployRaw(ZEROS) },
    { what: 'five words for one', deploy: () => feeds.deployRaw(concat(Array<Hex>(5).fill(ZEROS))) },
  ])('invariant 6: is unavailable with $what', async ({ deploy }) => {
    const reading = await read(await deploy());
    expect(reading).toEqual({ kind: 'unavailable', reason: expect.stringMatching(/a .*; provider b /) });
  });

  it.each([
    { what: 'a round id of more than 80 bits', word: 0, value: 2n ** 80n },
    { what: 'a last round of more than 80 bits', word: 4, value: 2n ** 80n },
  ])('is unavailable with $what from one provider', async ({ word, value }) => {
    const reading = await read(feed, () => {
      chain.proxy.tamper = lying(word, numberToHex(value, { size: 32 }));
    });
    const reason = 'provider b gave a malformed answer to eth_call';
    expect(reading).toEqual({ kind: 'unavailable', reason });
  });

  it.each(['latestRoundData', 'decimals'])('is unavailable if %s is a byte too long', async (which) => {
    const length = which === 'decimals' ? 66 : 322;
    const reading = await read(feed, () => {
      chain.proxy.tamper = (request, response) => {
        const { result } = response;
        if (typeof result !== 'string' || result.length !== length) return response;
        return { ...response, result: `${result}00` };
      };
    });
    expect(reading.kind).toBe('unavailable');
  });

  it.each(['silent', 'down'] as const)(
    'invariant 6: is unavailable while one provider is %s',
    async (mode) => {
      const silence = () => {
        chain.proxy.mode = mode;
      };
      const reading = await read(feed, silence, 300);
      const reason = expect.stringContaining('provider b did not answer eth_call');
      expect(reading).toEqual({ kind: 'unavailable', reason });
    },
  );

  it('invariant 6: is unavailable at a block that one provider does not know', async () => {
    const providers = providersOf(chain);
    const block = await providers.agreedBlock('latest', 'all');
    const unknown = { ...block, hash: `0x${'ab'.repeat(32)}` as typeof block.hash };
    await expect(new PriceReader(providers).read(feed, unknown, 'all')).resolves.toMatchObject({
      kind: 'unavailable',
    });
  });
});
