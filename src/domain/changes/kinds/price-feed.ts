import { z } from 'zod';
import { idPattern, parseId } from '../../values/identifier.js';
import { storedAddress } from '../../values/stored.js';
import { type KindRules, nobody } from './kind-rules.js';

const decimal = z.string().regex(/^(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?$/);

/** Where an asset's price in USD is read: a Chainlink-style aggregator, with the bounds outside which it is not believed. */
export const PriceFeedContent = z.strictObject({
  chainId: z.int().positive(),
  assetId: z
    .string()
    .regex(idPattern('ast'))
    .transform((text) => parseId('ast', text)),
  aggregator: storedAddress,
  decimals: z.int().min(0).max(18),
  /** How old an answer may be. */
  maxAgeSeconds: z.int().min(1).max(172_800),
  min: decimal,
  max: decimal,
});
export type PriceFeedContent = z.output<typeof PriceFeedContent>;

export const priceFeedRules: KindRules<PriceFeedContent> = {
  schema: PriceFeedContent,
  proposers: ['admin', 'compliance'],
  isSubject: (subject) => idPattern('pfd').test(subject),
  canBeRemoved: true,
  direction: ({ after }) => (after === null ? 'tightens' : 'loosens'),
  sentences: (subject, { before, after }, names) => {
    if (after === null) return [`Remove the price feed ${subject}, at once.`];
    const { assetId, aggregator, decimals, maxAgeSeconds, min, max } = after;
    const words = `the aggregator ${aggregator} on chain ${String(after.chainId)} with ${String(decimals)} decimals, not older than ${String(maxAgeSeconds)} seconds, between ${min} and ${max} USD`;
    return [
      `${before === null ? 'Add' : 'Change'} the price feed ${subject} of ${names.asset(assetId)}: ${words}.`,
    ];
  },
  concerns: nobody,
};
