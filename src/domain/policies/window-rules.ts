import { z } from 'zod';
import {
  assetId,
  assetLimitForms,
  count,
  decimal,
  dollarLimitForms,
  exceptedCount,
  fixed,
  fraction,
  measureForms,
  slug,
  windowSeconds,
} from './policy-parts.js';

// Whose transfers are added up. `asset` is all Safes together, `all` everything there is.
const ofAssetScopes = { scope: z.enum(['safe', 'destination', 'requester', 'asset']) };
const ofDollarScopes = { scope: z.enum(['safe', 'destination', 'requester', 'all']) };
/** Counts the transfers that people of the group request, and says nothing about those of others. */
const ofGroup = { scope: z.literal('group'), group: slug };

/** What moves within any window of the given length. */
export const rollingAmount = z.discriminatedUnion('unit', [
  z.discriminatedUnion('scope', [
    assetLimitForms('rolling-amount', { ...ofAssetScopes, windowSeconds, max: decimal }),
    assetLimitForms('rolling-amount', { ...ofGroup, windowSeconds, max: decimal }),
  ]),
  z.discriminatedUnion('scope', [
    dollarLimitForms('rolling-amount', { ...ofDollarScopes, windowSeconds }),
    dollarLimitForms('rolling-amount', { ...ofGroup, windowSeconds }),
  ]),
]);

const rolling = { id: slug, kind: z.literal('rolling-count'), windowSeconds, max: count };
const countForms = <S extends z.core.$ZodShape>(scope: S) =>
  z.discriminatedUnion('waivable', [
    z.strictObject({ ...rolling, ...scope, ...fixed }),
    z.strictObject({ ...rolling, ...scope, ...exceptedCount }),
  ]);

/** How many transfers are made within any window of the given length: of one asset if it is named, else of all. */
export const rollingCount = z.discriminatedUnion('scope', [
  countForms({
    scope: z.enum(['safe', 'destination', 'requester', 'all']),
    assetId: assetId.exactOptional(),
  }),
  countForms({ scope: z.literal('asset'), assetId }),
  countForms({ ...ofGroup, assetId: assetId.exactOptional() }),
]);

/**
 * Transfers that each stay just under the same end of a tier are joined, and their sum decides who must confirm. `margin`
 * says how near to the end is just under it.
 */
export const structuring = measureForms('structuring', {
  scope: z.enum(['safe', 'destination', 'requester']),
  windowSeconds,
  margin: fraction,
});

/** The same amount of the same asset from the same Safe to the same destination, again within the window. */
const again = { id: slug, kind: z.literal('duplicate'), windowSeconds };
export const duplicate = z.discriminatedUnion('waivable', [
  z.strictObject({ ...again, ...fixed }),
  z.strictObject({ ...again, ...exceptedCount }),
]);
