import type { PriceFeedId } from '../values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../values/time.js';
import { type PriceFacts, valuer } from './price.js';

/** What an amount was worth when it was decided: for people to read, never for a decision. */
export interface Worth {
  /** In millionths of a US dollar, rounded up. */
  readonly value: bigint;
  /** The policy's own price, or the feed that told it. */
  readonly source: 'policy' | PriceFeedId;
  /** When the feed answered; of the policy's own price, when it was decided. */
  readonly at: UnixSeconds;
}

/**
 * The value by which the policy decided, and where it is from. Null if the price was unknown: then no rule in dollars
 * had one either.
 */
export function worthOf(
  document: Parameters<typeof valuer>[0],
  facts: PriceFacts & { readonly amount: bigint },
): Worth | null {
  const decided = valuer(document, facts)(facts.amount);
  if (!decided.isKnown) return null;
  const { value } = decided;
  const fed = valuer({}, facts)(facts.amount);
  const { price, now } = facts;
  if (price?.kind === 'feed' && fed.isKnown && fed.value === value) {
    const updatedAt = price.rounds[0]?.updatedAt;
    return { value, source: price.priceFeedId, at: unixSeconds(Number(updatedAt ?? now)) };
  }
  return { value, source: 'policy', at: now };
}

const CENT = 10_000n;

/** Dollars with two decimals, rounded up as every value is. */
export function printDollars(value: bigint): string {
  const cents = (value + CENT - 1n) / CENT;
  return `${(cents / 100n).toString()}.${(cents % 100n).toString().padStart(2, '0')}`;
}
