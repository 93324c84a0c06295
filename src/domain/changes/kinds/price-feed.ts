import { z } from 'zod';
import { compareDecimals } from '../../values/amount.js';
import { contradiction } from '../../values/contradiction.js';
import { type PriceFeedId, idPattern, parseId } from '../../values/identifier.js';
import { storedAddress } from '../../values/stored.js';
import { type Direction, type KindRules, type Versions, nobody } from './kind-rules.js';

// Aborts, because later checks compare the bounds as numbers.
const decimal = z.string().regex(/^(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?$/, {
  error: 'expected dollars, such as "1.05"',
  abort: true,
});

/**
 * Where an asset's price in USD is read: a Chainlink-style aggregator, with the bounds outside which its answers are
 * rejected. An asset has at most one feed. The lower bound is above zero, because a dead aggregator may answer zero.
 */
export const PriceFeedContent = z
  .strictObject({
    chainId: z.int().positive(),
    assetId: z
      .string()
      .regex(idPattern('ast'))
      .transform((text) => parseId('ast', text)),
    aggregator: storedAddress,
    decimals: z.int().min(0).max(18),
    /** The greatest age of an answer that is still accepted. */
    maxAgeSeconds: z.int().min(1).max(172_800),
    min: decimal,
    max: decimal,
  })
  .refine(
    ({ min }) => compareDecimals(min, '0') > 0,
    contradiction(['min'], 'the lowest believable price is above zero'),
  )
  .refine(
    ({ min, max }) => compareDecimals(min, max) <= 0,
    contradiction(['max'], 'the highest believable price is below the lowest'),
  );
export type PriceFeedContent = z.output<typeof PriceFeedContent>;

export interface PriceFeed extends PriceFeedContent {
  readonly id: PriceFeedId;
}

export const priceFeedRules: KindRules<PriceFeedContent> = {
  schema: PriceFeedContent,
  proposers: ['admin', 'compliance'],
  isSubject: (subject) => idPattern('pfd').test(subject),
  canBeRemoved: true,
  direction: directionOf,
  sentences: (subject, { before, after }, names) => {
    if (after === null)
      return [`Remove the price feed ${subject}: only a price fixed in the policy counts, if there is one.`];
    const { assetId, aggregator, decimals, maxAgeSeconds, min, max } = after;
    const words = `the aggregator ${aggregator} on chain ${String(after.chainId)} with ${String(decimals)} decimals, not older than ${String(maxAgeSeconds)} seconds, between ${min} and ${max} USD`;
    return [
      `${before === null ? 'Add' : 'Change'} the price feed ${subject} of ${names.asset(assetId)}: ${words}.`,
    ];
  },
  concerns: nobody,
};

/**
 * Only narrower bounds on the same aggregator tighten. A removal loosens: where the policy fixes a price too, the
 * higher of the two counts, and without the feed only the fixed one is left.
 */
function directionOf({ before, after }: Versions<PriceFeedContent>): Direction {
  if (before === null || after === null) return 'loosens';
  const isSame =
    before.aggregator === after.aggregator &&
    before.chainId === after.chainId &&
    before.decimals === after.decimals;
  const isLessBelieved =
    after.maxAgeSeconds <= before.maxAgeSeconds &&
    compareDecimals(after.min, before.min) >= 0 &&
    compareDecimals(after.max, before.max) <= 0;
  return isSame && isLessBelieved ? 'tightens' : 'loosens';
}
