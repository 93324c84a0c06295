import { LOG_SETTINGS } from '../../test/log-settings.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { priceFeedContent, tokenContent } from '../../test/builders/governed.js';
import { USDC } from '../../test/builders/policy.js';
import { Governance } from '../../test/governance.js';
import { PriceFeeds } from '../../test/price-feeds.js';
import { CHAIN_ID, providersOf } from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain, freshDatabase } from '../../test/world.js';
import { loadConfig } from '../config/config.js';
import type { Address } from '../domain/values/address.js';
import type { Json } from '../domain/values/canonical-json.js';
import { PriceReader } from '../infra/chain/price-reader.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { Readiness } from '../infra/http/readiness.js';
import { PriceFeedsRepository } from '../policies/price-feeds.repository.js';
import { GovernanceActsRepository } from '../register/governance-acts.repository.js';
import { Register } from '../register/register.js';
import { PriceFacts, type PriceOnChain } from './price-facts.js';
import { rpcUrls } from '../../sandbox/rpc-urls.js';

let chain: FreshChain;
let governance: Governance;
let database: Database;
let prices: PriceFacts;
let aggregator: Address;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = () => fresh.drop();
  chain = await freshChain();
  const asset = { kind: 'asset' as const, subject: USDC, content: tokenContent({ chainId: CHAIN_ID }) };
  governance = await Governance.found(fresh.url, { chainId: CHAIN_ID, objects: [asset] });
  const config = loadConfig({
    DATABASE_URL: fresh.url,
    RPC_URLS: rpcUrls(chain.rpcUrls),
    CHAIN_ID: String(CHAIN_ID),
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: governance.digest,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'x'.repeat(32),
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  database = new Database(config);
  const register = new Register(config, database, new GovernanceActsRepository(database), new Readiness());
  prices = new PriceFacts(new PriceFeedsRepository(register), new PriceReader(providersOf(chain, 20_000)));
  aggregator = await new PriceFeeds(chain).deploy(1_00000000n);
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await drop();
  await chain.stop();
});

let subject: string;

beforeEach(() => {
  subject = newId('pfd');
});

function feed(parts: Record<string, Json> = {}): Json {
  return priceFeedContent({ chainId: CHAIN_ID, assetId: USDC, aggregator, min: '0.9', max: '1.1', ...parts });
}

const put = (content: Json) => governance.change('price-feed', subject, content);

async function read(): Promise<PriceOnChain> {
  return prices.read(USDC, await providersOf(chain, 20_000).agreedBlock('latest', 'all'), 'all');
}

const standing = (seen: PriceOnChain) => database.transaction((tx) => prices.standing(USDC, seen, tx));

describe(PriceFacts.name, () => {
  it('is null for an asset without a feed', async () => {
    const seen = await read();
    expect(seen.price).toBeNull();
    expect(await standing(seen)).toBeNull();
  });

  it('is what all providers showed, with the terms that it is judged by', async () => {
    await put(feed());
    const seen = await read();
    const round = { roundId: '1', answer: '100000000', answeredInRound: '1', decimals: 8 };
    expect(seen.price).toMatchObject({
      kind: 'feed',
      priceFeedId: subject,
      ...{ aggregator, decimals: 8, maxAgeSeconds: 3_600, min: '0.9', max: '1.1' },
      rounds: [
        { provider: 'a', ...round },
        { provider: 'b', ...round },
      ],
    });
    expect(await standing(seen)).toEqual(seen.price);
    await put(null);
  });

  it.each<{ what: string; before: Json; after: Json }>([
    { what: 'was added', before: null, after: {} },
    { what: 'was removed', before: {}, after: null },
    { what: 'is believed less', before: {}, after: { min: '0.95' } },
  ])('invariant 13: is unavailable if the feed $what since it was read', async ({ before, after }) => {
    const contentOf = (parts: Json) => (parts === null ? null : feed(parts as Record<string, Json>));
    if (before !== null) await put(contentOf(before));
    const seen = await read();
    await put(contentOf(after));
    expect(await standing(seen)).toEqual({
      kind: 'unavailable',
      reason: 'the price feed has changed since it was read',
    });
    if (after !== null) await put(null);
  });
});
