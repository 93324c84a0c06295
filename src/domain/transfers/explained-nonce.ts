import type { Transfer } from './transfer.js';

/**
 * The highest nonce that a Safe can have on the chain by what is known of its transfers; undefined if they say nothing of
 * it. A Safe whose nonce is above has done something that is not written here: it was used without Sluice, or what was
 * written is lost.
 */
export function explainedNonce(transfers: readonly Transfer[]): bigint | undefined {
  const nonces = transfers.flatMap((transfer) => nonceAfter(transfer) ?? []);
  return nonces.reduce<bigint | undefined>(
    (highest, nonce) => (highest === undefined || nonce > highest ? nonce : highest),
    undefined,
  );
}

function nonceAfter(transfer: Transfer): bigint | undefined {
  switch (transfer.state) {
    case 'awaiting-confirmation':
    case 'confirmed':
      return transfer.evidence.cleared.nonce;
    // Owners may have signed: it can be executed at any moment, by anyone.
    case 'relayed':
    case 'signed':
    case 'submitted':
    case 'executed':
    case 'settled':
    case 'mismatched':
      return transfer.evidence.cleared.nonce + 1n;
    case 'superseded':
      return BigInt(transfer.evidence.nonceNow);
    case 'requested':
    case 'needs-exception':
    case 'queued':
    case 'simulating':
    case 'refused':
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return undefined;
  }
}
