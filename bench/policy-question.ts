import type { Facts } from '../src/domain/policies/facts.js';

/** The facts as other engines take them: flat booleans, numbers and strings, without amounts. */
export function plainFacts({ safe, asset, destination, requester, ...facts }: Facts) {
  if (destination?.terms === undefined || asset.kind !== 'erc20')
    throw new Error('the question is about a token and an entry with terms');
  return {
    ...{
      now: facts.now,
      expiresAt: facts.expiresAt,
      chain: facts.chainId,
      signed: facts.intentSignatureValid,
    },
    ...{
      safe: safe.address,
      safeChain: safe.chainId,
      frozen: safe.frozen !== null,
      drift: safe.drift.length,
    },
    ...{ asset: asset.id, assetChain: asset.chainId, assetRemoved: asset.removed },
    ...{ codePinned: asset.codeHashPinned, codeActual: asset.codeHashActual ?? '' },
    ...{ destination: destination.id, address: destination.address, destinationChain: destination.chainId },
    ...{ destinationAssets: destination.assetIds, destinationRemoved: destination.removedAt !== null },
    ...{ approvedAt: destination.approvedAt, approvedUntil: destination.expiresAt },
    ...{ entryPinned: destination.codeHashPinned ?? '', entryActual: destination.codeHashActual ?? '' },
    ...{ settled: destination.terms.settledTransfers, lookalikes: destination.terms.lookalikes.length },
    ...{ active: requester.isActive, roles: requester.roles },
  };
}

export type PlainFacts = ReturnType<typeof plainFacts>;
