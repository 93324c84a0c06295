import type { PriceFeedId } from '../values/identifier.js';
import type { Facts } from './facts.js';

/** What one provider shows of an aggregator, as the aggregator says it: nothing of it has been judged. */
export interface PriceRound {
  /** The provider's name. */
  readonly provider: string;
  readonly roundId: string;
  /** USD for one whole unit of the asset, times ten to the power of `decimals`; may be negative. */
  readonly answer: string;
  /** Seconds since 1970 by the aggregator's word, as large as it likes. */
  readonly updatedAt: string;
  readonly answeredInRound: string;
  readonly decimals: number;
}

export type PriceReading =
  | { readonly kind: 'rounds'; readonly rounds: readonly PriceRound[] }
  | { readonly kind: 'unavailable'; readonly reason: string };

type PriceFact = NonNullable<Facts['price']>;

/** What a registered feed says of how its rounds are judged. */
type PriceFeedTerms = { readonly id: PriceFeedId } & Pick<
  Extract<PriceFact, { kind: 'feed' }>,
  'aggregator' | 'decimals' | 'maxAgeSeconds' | 'min' | 'max'
>;

/** A reading with the terms by which it is to be judged, as a fact of decisions. */
export function priceFact(feed: PriceFeedTerms, reading: PriceReading): PriceFact {
  if (reading.kind === 'unavailable') return reading;
  const { id: priceFeedId, aggregator, decimals, maxAgeSeconds, min, max } = feed;
  const terms = { priceFeedId, aggregator, decimals, maxAgeSeconds, min, max };
  return { kind: 'feed', ...terms, rounds: reading.rounds.map((round) => ({ ...round })) };
}
