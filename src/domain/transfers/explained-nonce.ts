import type { Transfer } from './transfer.js';

/**
 * The highest on-chain nonce of a Safe that its known transfers explain; undefined if they say nothing about it. A
 * higher nonce means that the Safe was used without Sluice, or that records are lost.
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
    // Owners may have signed, so anyone can execute it at any moment.
    case 'relayed':
    case 'signed':
    case 'submitted':
    case 'cancelling':
    case 'executed':
    case 'settled':
    case 'mismatched':
      return transfer.evidence.cleared.nonce + 1n;
    case 'cancelled': {
      const { burnt } = transfer.evidence;
      return burnt && burnt.cleared.nonce + 1n;
    }
    case 'superseded':
      return BigInt(transfer.evidence.nonceNow);
    case 'requested':
    case 'needs-exception':
    case 'queued':
    case 'simulating':
    case 'refused':
    case 'rejected':
    case 'expired':
      return undefined;
  }
}
