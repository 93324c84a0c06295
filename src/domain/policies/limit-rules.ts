import { z } from 'zod';
import { assetLimitForms, decimal, fraction, limitForms, personId } from './policy-parts.js';

/** What one transfer may move. */
export const amountPerTransfer = limitForms('amount-per-transfer', {});

/** What one named person may move in one transfer. */
export const requesterLimit = limitForms('requester-limit', { personId });

/** What may go to a destination before a first transfer there has settled. */
export const firstTransfer = limitForms('first-transfer', {});

/** What a destination may hold of the asset after the transfer. */
export const hotSideCeiling = limitForms('hot-side-ceiling', {});

/**
 * What must stay in the Safe: so much, or such a share of what it holds, or both; a floor with neither is refused with
 * the document. `ceiling` is the largest transfer that an exception may let below it.
 */
export const safeFloor = assetLimitForms('safe-floor', {
  min: decimal.exactOptional(),
  minShare: fraction.exactOptional(),
});

export const NO_FLOOR = 'a floor needs min, minShare or both';

export function isFloor(rule: z.infer<typeof safeFloor>): boolean {
  return rule.min !== undefined || rule.minShare !== undefined;
}
