import type { PriceFeedId } from '../values/identifier.js';
import type { Facts } from './facts.js';

/** One provider's view of an aggregator, as the aggregator states it and not yet judged. */
export interface PriceRound {
  /** The provider's name. */
  readonly provider: string;
  readonly roundId: string;
  /** USD for one whole unit of the asset, times 10^`decimals`. It may be negative. */
  readonly answer: string;
  /** Seconds since 1970 by the aggregator's statement, of any size. */
  readonly updatedAt: string;
  readonly answeredInRound: string;
  readonly decimals: number;
}

export type PriceReading =
  | { readonly kind: 'rounds'; readonly rounds: readonly PriceRound[] }
  | { readonly kind: 'unavailable'; readonly reason: string };

type PriceFact = NonNullable<Facts['price']>;

/** A registered feed's terms for judging its rounds. */
type PriceFeedTerms = { readonly id: PriceFeedId } & Pick<
  Extract<PriceFact, { kind: 'feed' }>,
  'aggregator' | 'decimals' | 'maxAgeSeconds' | 'min' | 'max'
>;

/** A reading with the terms to judge it by, as a fact of decisions. */
export function priceFact(feed: PriceFeedTerms, reading: PriceReading): PriceFact {
  if (reading.kind === 'unavailable') return reading;
  const { id: priceFeedId, aggregator, decimals, maxAgeSeconds, min, max } = feed;
  const terms = { priceFeedId, aggregator, decimals, maxAgeSeconds, min, max };
  return { kind: 'feed', ...terms, rounds: reading.rounds.map((round) => ({ ...round })) };
}
