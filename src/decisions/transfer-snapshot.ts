import type { Destination } from '../domain/address-book/destination.js';
import { usableKeys } from '../domain/identity/person.js';
import type { ScopeFacts } from '../domain/policies/scopes.js';
import { type Signature, signingKey } from '../domain/signatures/signature.js';
import { type Intent, intentHash } from '../domain/transfers/intent.js';
import { intentWords } from '../domain/transfers/transfer-words.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { ChainFacts } from './chain-facts.js';
import type { GovernedObjects } from './transfer-objects.js';

/** An intent and the signature that came with it. */
export interface SignedIntent {
  readonly id: TransferId;
  readonly intent: Intent;
  readonly signature: Signature;
}

/** Everything read before the deciding transaction: governed objects, and the chain at one agreed block. */
export interface TransferSnapshot extends GovernedObjects, ChainFacts {
  readonly transfer: SignedIntent;
  /** Other entries that look like the destination, unless one of the two names the other. */
  readonly lookalikes: readonly Destination[];
}

export async function isIntentSigned(
  { transfer, requester }: Pick<TransferSnapshot, 'transfer' | 'requester'>,
  now: UnixSeconds,
): Promise<boolean> {
  const keys = usableKeys(requester, 'confirmation', now);
  return (await signingKey(intentHash(transfer.intent), transfer.signature, keys)) !== undefined;
}

/** The one-line sentence of a transfer, which people sign. */
export function wordsOf({
  transfer,
  safe,
  asset,
  destination,
}: Pick<TransferSnapshot, 'transfer' | 'safe' | 'asset' | 'destination'>): string {
  const names = { safe: safe.label, destination: destination.label, asset: asset.asset };
  return intentWords(transfer.intent, names);
}

/** The parts from which the names of limit scopes are made. */
export function scopesOf({ safe, asset, destination, requester }: GovernedObjects): ScopeFacts {
  const { id: personId, groups } = requester;
  return { safe, asset: asset.asset, destination, requester: { personId, groups } };
}
