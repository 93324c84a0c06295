import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Asset } from '../domain/assets/asset.js';
import { DomainError, type Refusal, refusal } from '../domain/errors.js';
import { priceFact } from '../domain/policies/price-reading.js';
import type { PriceFacts } from '../domain/policies/price.js';
import type { Registered } from '../domain/register/registered.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { Amount } from '../domain/values/amount.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { BalanceReader } from '../infra/chain/balance-reader.js';
import { PriceReader } from '../infra/chain/price-reader.js';
import { SafeReader, type SafeReading } from '../infra/chain/safe-reader.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';

/** How long a look is shown again, with its age, before the chain is asked anew. */
const FRESH_SECONDS = 5;

/** How long an answer waits for the chain. The look goes on, for whoever asks next. */
const PATIENCE_MS = 3_000;

export interface Holding {
  readonly asset: Asset;
  /** Smallest units; null if it could not be read. */
  readonly amount: Amount | null;
  readonly price: PriceFacts['price'];
}

/** A Safe as the providers showed it at one agreed block. */
export interface SafeLook {
  readonly reading: SafeReading;
  readonly holdings: readonly Holding[];
  readonly at: UnixSeconds;
}

/** What is looked at, by which register, and when. */
export interface LookAsked {
  readonly safe: OnboardedSafe;
  readonly assets: readonly Asset[];
  readonly register: Registered;
  readonly now: UnixSeconds;
}

interface Kept {
  readonly head: string;
  readonly startedAt: UnixSeconds;
  isRunning: boolean;
  readonly outcome: Promise<SafeLook | Refusal>;
}

/**
 * Looks at Safes on the chain for people who ask, out of band. Of each Safe there is at most one look at a time, and
 * one within some seconds, so that a page that asks often does not drown the providers.
 */
@Injectable()
export class SafeLooks {
  private readonly log = new Logger(SafeLooks.name);
  private readonly kept = new Map<SafeId, Kept>();

  constructor(
    private readonly reader: SafeReader,
    private readonly balances: BalanceReader,
    private readonly prices: PriceReader,
  ) {}

  /** @returns why it cannot be shown, where the chain could not be read in time */
  async of(asked: LookAsked): Promise<SafeLook | Refusal> {
    const { outcome } = this.standing(asked) ?? this.start(asked);
    const patience = new AbortController();
    const late = sleep(PATIENCE_MS, refusal('RPC_UNAVAILABLE', LATE), { signal: patience.signal });
    try {
      return await Promise.race([outcome, late.catch(() => refusal('RPC_UNAVAILABLE', LATE))]);
    } finally {
      patience.abort();
    }
  }

  private standing({ safe, register, now }: LookAsked): Kept | undefined {
    const kept = this.kept.get(safe.id);
    if (kept?.head !== register.ledger.head) return undefined;
    return kept.isRunning || now - kept.startedAt < FRESH_SECONDS ? kept : undefined;
  }

  private start(asked: LookAsked): Kept {
    const { safe, register, now } = asked;
    const outcome = this.look(asked);
    const kept: Kept = { head: register.ledger.head, startedAt: now, isRunning: true, outcome };
    void outcome.finally(() => {
      kept.isRunning = false;
    });
    this.kept.set(safe.id, kept);
    return kept;
  }

  private async look(asked: LookAsked): Promise<SafeLook | Refusal> {
    const { safe, assets, register, now } = asked;
    try {
      // It decides nothing: of somebody who is silent that much is forgiven.
      const reading = await this.reader.readProfile(safe.address, 'answering', safe.profile);
      const holdings = assets.map((asset) => this.holding(asset, safe, register, reading.block));
      return { reading, holdings: await Promise.all(holdings), at: now };
    } catch (error) {
      if (error instanceof DomainError) return refusal(error.code, error.message);
      this.log.error(`${safe.id} cannot be looked at`, error);
      return refusal('INTERNAL', 'the Safe could not be read');
    }
  }

  private async holding(
    asset: Asset,
    { address }: OnboardedSafe,
    register: Registered,
    block: AgreedBlock,
  ): Promise<Holding> {
    const [amount, price] = await Promise.all([
      this.balances.held(asset, address, block, 'answering'),
      this.price(asset, register, block),
    ]);
    return { asset, amount, price };
  }

  private async price(asset: Asset, register: Registered, block: AgreedBlock): Promise<PriceFacts['price']> {
    const feeds = register.priceFeeds().filter(({ removedAt }) => removedAt === null);
    const feed = feeds.find(({ content }) => content.assetId === asset.id);
    if (!feed) return null;
    const { content, id } = feed;
    const reading = await this.prices.read(content.aggregator, block, 'answering');
    return priceFact({ ...content, id: parseId('pfd', id) }, reading);
  }
}

const LATE = 'the chain was not read in time: ask again';
