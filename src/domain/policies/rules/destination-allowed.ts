import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

/** Only an approved, unexpired address book entry for this asset may be paid, and only after its cooling-off. */
export function destinationAllowed(rule: RuleOf<'destination-allowed'>, facts: Facts): RuleResult {
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
