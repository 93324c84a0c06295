import type { ErrorCode } from '../errors.js';
import type { UnixSeconds } from '../values/time.js';
import type { Facts } from './facts.js';
import { USD_DECIMALS } from './measure.js';

/** The value of an amount in millionths of a US dollar, rounded up; or why it is unknown. */
type Valuation = { readonly isKnown: true; readonly value: bigint } | Unknown;

export interface Unknown {
  readonly isKnown: false;
  readonly code: ErrorCode;
  readonly words: string;
}

/** The prices that a policy fixes, in US dollars for one whole unit. */
interface FixedPrices {
  readonly prices?: readonly { readonly assetId: string; readonly usd: string }[];
}

/** The part of the facts that prices are read from. */
export interface PriceFacts {
  readonly now: UnixSeconds;
  readonly asset: { readonly id: string; readonly decimals: number };
  readonly price: Facts['price'];
}

type Feed = Extract<NonNullable<Facts['price']>, { kind: 'feed' }>;
type Round = Feed['rounds'][number];

/** One whole unit of the asset is worth `numerator / 10^decimals` US dollars. */
interface Price {
  readonly numerator: bigint;
  readonly decimals: number;
}

type Quote = { readonly isKnown: true; readonly price: Price | null } | Unknown;

// One provider alone is not believed (invariant 7).
const PROVIDERS_MIN = 2;

/** What an amount of the transfer's asset is worth. */
export type Valuer = (amount: bigint) => Valuation;

/**
 * Values amounts of the transfer's asset by the document's fixed price, by the feed, or by the higher of both. A feed
 * that cannot be believed makes the value unknown, because it might have been the higher one. The feed is judged once,
 * on first use.
 */
export function valuer(document: FixedPrices, facts: PriceFacts): Valuer {
  let quotes: readonly Price[] | Unknown | undefined;
  // Cached, because nearly every rule asks for the value of the same amount.
  let last: { readonly amount: bigint; readonly valuation: Valuation } | undefined;
  return (amount) => {
    quotes ??= quotesOf(document, facts);
    if ('isKnown' in quotes) return quotes;
    if (last?.amount === amount) return last.valuation;
    const values = quotes.map((price) => valueAt(price, amount, facts.asset.decimals));
    const value = values.reduce((most, each) => (each > most ? each : most));
    last = { amount, valuation: { isKnown: true, value } };
    return last.valuation;
  };
}

function quotesOf(document: FixedPrices, facts: PriceFacts): readonly Price[] | Unknown {
  const fed = feedQuote(facts);
  if (!fed.isKnown) return fed;
  const prices = [fixedPrice(document, facts.asset.id), fed.price].filter((price) => price !== null);
  return prices.length === 0 ? unknown('PRICE_UNAVAILABLE', 'The asset has no price in US dollars.') : prices;
}

function fixedPrice({ prices }: FixedPrices, assetId: string): Price | null {
  const fixed = prices?.find((each) => each.assetId === assetId);
  return fixed === undefined ? null : decimalPrice(fixed.usd);
}

function feedQuote({ price, now }: PriceFacts): Quote {
  if (price === null) return { isKnown: true, price: null };
  if (price.kind === 'unavailable') {
    return unknown('PRICE_UNAVAILABLE', `The price feed could not be read: ${price.reason}`);
  }
  const [round, ...others] = price.rounds;
  const providers = new Set(price.rounds.map((each) => each.provider));
  if (round === undefined || providers.size < PROVIDERS_MIN || providers.size < price.rounds.length) {
    return unknown('PRICE_UNAVAILABLE', 'The price feed was not read at two providers.');
  }
  if (others.some((other) => !isSameRound(round, other))) {
    return unknown('PRICE_DIVERGENT', 'The providers do not agree about the price feed.');
  }
  return faultOf(price, round, now) ?? { isKnown: true, price: priceOf(round) };
}

function isSameRound(one: Round, other: Round): boolean {
  return (
    one.roundId === other.roundId &&
    one.answer === other.answer &&
    one.updatedAt === other.updatedAt &&
    one.answeredInRound === other.answeredInRound &&
    one.decimals === other.decimals
  );
}

/**
 * Checks a round of Chainlink's AggregatorV3Interface: an answer from an earlier round, too old, or from the future is
 * not a current price.
 */
function faultOf(feed: Feed, round: Round, now: UnixSeconds): Unknown | null {
  if (round.decimals !== feed.decimals) {
    return unknown('PRICE_DIVERGENT', 'The price feed has other decimals than were approved.');
  }
  const answer = BigInt(round.answer);
  if (answer <= 0n) return unknown('PRICE_OUT_OF_BOUNDS', 'The price feed answers zero or less.');
  const updatedAt = BigInt(round.updatedAt);
  if (updatedAt > BigInt(now)) return unknown('PRICE_STALE', 'The price feed answers from the future.');
  if (BigInt(now) - updatedAt > BigInt(feed.maxAgeSeconds)) {
    return unknown('PRICE_STALE', `The price is older than ${String(feed.maxAgeSeconds)} seconds.`);
  }
  if (BigInt(round.answeredInRound) < BigInt(round.roundId)) {
    return unknown('PRICE_STALE', 'The price is that of an earlier round.');
  }
  const price = priceOf(round);
  if (comparePrices(price, decimalPrice(feed.min)) < 0 || comparePrices(price, decimalPrice(feed.max)) > 0) {
    const words = `The price is not between $${feed.min} and $${feed.max}.`;
    return unknown('PRICE_OUT_OF_BOUNDS', words);
  }
  return null;
}

function priceOf(round: Round): Price {
  return { numerator: BigInt(round.answer), decimals: round.decimals };
}

function decimalPrice(text: string): Price {
  const [whole = '0', part = ''] = text.split('.');
  return { numerator: BigInt(whole + part), decimals: part.length };
}

function comparePrices(one: Price, other: Price): number {
  const [a, b] = [
    one.numerator * 10n ** BigInt(other.decimals),
    other.numerator * 10n ** BigInt(one.decimals),
  ];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Rounded up, so that rounding cannot let a transfer pass a dollar limit. */
function valueAt({ numerator, decimals }: Price, amount: bigint, assetDecimals: number): bigint {
  const divisor = 10n ** BigInt(decimals + assetDecimals);
  return (amount * numerator * 10n ** BigInt(USD_DECIMALS) + divisor - 1n) / divisor;
}

function unknown(code: ErrorCode, words: string): Unknown {
  return { isKnown: false, code, words };
}
