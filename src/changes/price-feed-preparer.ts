import { Injectable } from '@nestjs/common';
import { type PriceFeed, type PriceFeedContent, priceFeedRules } from '../domain/changes/kinds/price-feed.js';
import type { Registered } from '../domain/register/registered.js';
import { DomainError, type ErrorCode, type Fault } from '../domain/errors.js';
import { valuer } from '../domain/policies/price.js';
import { type PriceReading, priceFact } from '../domain/policies/price-reading.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { compareDecimals, formatAmount } from '../domain/values/amount.js';
import { parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { PriceReader } from '../infra/chain/price-reader.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { Register } from '../register/register.js';

/** Checks a price feed against its asset and its aggregator's present answer, before anyone is asked to sign it. */
@Injectable()
export class PriceFeedPreparer {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly reader: SafeReader,
    private readonly prices: PriceReader,
  ) {}

  /**
   * A version that only tightens is compared with its own feed alone, so that nothing delays tightening.
   * @param subject the feed of which it is a new version
   * @throws DomainError with a pointer into the feed; RPC_UNAVAILABLE or RPC_DISAGREE
   */
  async prepare(content: PriceFeedContent, subject: string | undefined): Promise<PriceFeedContent> {
    const register = await this.register.current();
    const feeds = register.priceFeeds();
    const before = feeds.find(({ id, removedAt }) => id === subject && removedAt === null)?.content ?? null;
    if (priceFeedRules.direction({ before, after: content }) === 'tightens') return content;
    const other = feeds.find(
      (each) => each.removedAt === null && each.id !== subject && each.content.assetId === content.assetId,
    );
    const [first, ...others] = [
      ...assetFaults(register, content),
      ...(other
        ? [at('/assetId', 'CHANGE_INVALID', `the asset has the price feed ${other.id} already`)]
        : []),
    ];
    if (first) throw DomainError.of(first, ...others);
    const block = await this.reader.block('latest');
    await this.requireCode(content, block);
    const reading = await this.prices.read(content.aggregator, block, 'all');
    const id = subject === undefined ? newId('pfd') : subject;
    requireBelievable({ ...content, id: parseId('pfd', id) }, reading, await this.database.now());
    return content;
  }

  private async requireCode({ aggregator }: PriceFeedContent, block: AgreedBlock): Promise<void> {
    if ((await this.reader.codeHash(aggregator, block, 'all')) !== null) return;
    refuse('/aggregator', 'CHANGE_INVALID', `${aggregator} is no contract on this chain`);
  }
}

function assetFaults(register: Registered, { assetId, chainId }: PriceFeedContent): readonly Fault[] {
  const found = register.asset(assetId);
  if (!found || found.isRemoved)
    return [at('/assetId', 'CHANGE_INVALID', `${assetId} is no registered asset`)];
  if (found.asset.chainId === chainId) return [];
  return [at('/chainId', 'CHAIN_MISMATCH', `the asset is one of chain ${String(found.asset.chainId)}`)];
}

function at(pointer: string, code: ErrorCode, detail: string): Fault {
  return { pointer, code, detail };
}

/** Applies the same rule by which decisions accept a price. */
function requireBelievable(feed: PriceFeed, reading: PriceReading, now: UnixSeconds): void {
  const value = valuer(
    {},
    { now, asset: { id: feed.assetId, decimals: 0 }, price: priceFact(feed, reading) },
  )(1n);
  if (!value.isKnown) refuse(pointerOf(value.code, feed, reading), value.code, value.words);
}

/** The member of the feed that conflicts with the present answer. */
function pointerOf(code: ErrorCode, { decimals, max }: PriceFeedContent, reading: PriceReading): string {
  const rounds = reading.kind === 'rounds' ? reading.rounds : [];
  if (rounds.some((each) => each.decimals !== decimals)) return '/decimals';
  if (code === 'PRICE_STALE') return '/maxAgeSeconds';
  if (code !== 'PRICE_OUT_OF_BOUNDS') return '/aggregator';
  const isHigh = rounds.some(({ answer }) => {
    const units = BigInt(answer);
    return units > 0n && compareDecimals(formatAmount(units, decimals), max) > 0;
  });
  return isHigh ? '/max' : '/min';
}

function refuse(pointer: string, code: ErrorCode, detail: string): never {
  throw DomainError.at(pointer, code, detail);
}
