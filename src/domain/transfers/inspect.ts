import type { Destination } from '../address-book/destination.js';
import { type Refusal, refusal } from '../errors.js';
import { type ParseContext, type ProposedSafeTransaction, parseSafeTransaction } from './safe-transaction.js';

/** What a Safe transaction from anywhere is held against. */
export interface World extends ParseContext {
  readonly destinations: readonly Destination[];
}

export type Inspection =
  { readonly verdict: 'ACCEPT' } | { readonly verdict: 'REFUSE'; readonly refusal: Refusal };

/**
 * Says whether Sluice itself could have built this Safe transaction, by the same reading that its own transactions go
 * through. "ACCEPT" is about the bytes alone: policy, simulation and people are asked only about a transfer.
 */
export function inspectSafeTransaction(tx: ProposedSafeTransaction, world: World): Inspection {
  const parsed = parseSafeTransaction(tx, world);
  if (parsed.kind === 'refused') return { verdict: 'REFUSE', refusal: parsed.refusal };
  const { destination, asset } = parsed.movement;
  const entry = world.destinations.find((each) => each.address === destination && each.removedAt === null);
  if (!entry) {
    return {
      verdict: 'REFUSE',
      refusal: refusal('DEST_NOT_ALLOWED', `${destination} is not in the address book`),
    };
  }
  if (!entry.assetIds.includes(asset.id)) {
    return {
      verdict: 'REFUSE',
      refusal: refusal('DEST_NOT_ALLOWED', `${entry.label} may not receive ${asset.symbol}`),
    };
  }
  return { verdict: 'ACCEPT' };
}
