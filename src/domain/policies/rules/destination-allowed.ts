import { z } from 'zod';
import type { Facts } from '../facts.js';
import { DAY, fixed, slug } from '../policy-parts.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';
import type { RuleKind } from './rule-kind.js';

const shape = z.strictObject({
  id: slug,
  kind: z.literal('destination-allowed'),
  coolingOffSeconds: z
    .int()
    .min(0)
    .max(90 * DAY),
  ...fixed,
});
type DestinationAllowed = z.infer<typeof shape>;

/** Only an approved, unexpired address book entry for this asset may be paid, and only after its cooling-off. */
export const destinationAllowed = {
  kind: 'destination-allowed',
  shape,
  needed: 'once',
  evaluate,
  words: ({ coolingOffSeconds }) =>
    `only destinations of the address book, ${String(coolingOffSeconds)} seconds after their approval.`,
  compared: ['coolingOffSeconds'],
  isTighter: (before, after) => after.coolingOffSeconds >= before.coolingOffSeconds,
} satisfies RuleKind<DestinationAllowed>;

function evaluate(rule: DestinationAllowed, facts: Facts): RuleResult {
  const { destination, asset, now } = facts;
  const deny = (code: 'DEST_NOT_ALLOWED' | 'ENTRY_EXPIRED' | 'DEST_COOLING_OFF', words: string) =>
    denied('policy', rule.id, { code, words });

  if (destination === null) return deny('DEST_NOT_ALLOWED', 'The destination is not in the address book.');
  const { label } = destination;
  if (destination.removedAt !== null) {
    return deny('DEST_NOT_ALLOWED', `The destination "${label}" was removed from the address book.`);
  }
  if (destination.address === facts.safe.address) {
    return deny('DEST_NOT_ALLOWED', `The destination "${label}" is the Safe itself.`);
  }
  if (!destination.assetIds.includes(asset.id)) {
    return deny('DEST_NOT_ALLOWED', `The destination "${label}" is not approved for ${asset.symbol}.`);
  }
  if (now >= destination.expiresAt) {
    return deny('ENTRY_EXPIRED', `The approval of the destination "${label}" has expired.`);
  }
  const waitSeconds = destination.approvedAt + rule.coolingOffSeconds - now;
  if (waitSeconds > 0) {
    const words = `The destination "${label}" is cooling off for another ${String(waitSeconds)} seconds.`;
    return deny('DEST_COOLING_OFF', words);
  }
  return allowed('policy', rule.id, `The destination "${label}" is approved for ${asset.symbol}.`);
}
