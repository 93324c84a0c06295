import { Injectable } from '@nestjs/common';
import type { Facts } from '../domain/policies/facts.js';
import type { PriceFeed } from '../domain/changes/kinds/price-feed.js';
import { priceFact } from '../domain/policies/price-reading.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { canonicalJson } from '../domain/values/canonical-json.js';
import type { AssetId } from '../domain/values/identifier.js';
import { PriceReader } from '../infra/chain/price-reader.js';
import type { Voices } from '../infra/chain/providers.js';
import type { Tx } from '../infra/database/database.js';
import { PriceFeedsRepository } from '../policies/price-feeds.repository.js';

/** An asset's price, and the version of the price feed that it was read by. */
export interface PriceOnChain {
  readonly feed: PriceFeed | undefined;
  /** Null if there is no feed. */
  readonly price: Facts['price'];
}

/** Reads an asset's price by the register's feed, raw as the providers gave it. */
@Injectable()
export class PriceFacts {
  constructor(
    private readonly feeds: PriceFeedsRepository,
    private readonly reader: PriceReader,
  ) {}

  async read(assetId: AssetId, block: AgreedBlock, voices: Voices): Promise<PriceOnChain> {
    const feed = await this.feeds.find(assetId);
    if (feed === undefined) return { feed, price: null };
    return { feed, price: priceFact(feed, await this.reader.read(feed.aggregator, block, voices)) };
  }

  /** The price, if its feed is still in force: a changed feed applies to transfers in flight too (invariant 13). */
  async standing(assetId: AssetId, read: PriceOnChain, tx: Tx): Promise<Facts['price']> {
    const feed = await this.feeds.find(assetId, tx);
    if (isSame(feed, read.feed)) return read.price;
    return { kind: 'unavailable', reason: 'the price feed has changed since it was read' };
  }
}

function isSame(one: PriceFeed | undefined, other: PriceFeed | undefined): boolean {
  return canonicalJson(one ? { ...one } : null) === canonicalJson(other ? { ...other } : null);
}
