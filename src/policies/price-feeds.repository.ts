import { Injectable } from '@nestjs/common';
import type { PriceFeed } from '../domain/changes/kinds/price-feed.js';
import { type AssetId, parseId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';

/** The register's price feeds. An asset has at most one; a removed feed does not count. */
@Injectable()
export class PriceFeedsRepository {
  constructor(private readonly register: Register) {}

  async find(assetId: AssetId, tx?: Tx): Promise<PriceFeed | undefined> {
    const feeds = (await this.register.current(tx)).priceFeeds();
    const found = feeds.find(({ content, removedAt }) => removedAt === null && content.assetId === assetId);
    return found && { ...found.content, id: parseId('pfd', found.id) };
  }
}
