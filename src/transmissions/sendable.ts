import type { Wanted } from '../domain/relay/flight.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';

/** Transfers that have something to be sent, or to be taken back. */
export type Sendable = TransferIn<'signed' | 'submitted' | 'cancelling'>;

export function isSendable(transfer: Transfer): transfer is Sendable {
  const { state } = transfer;
  return state === 'signed' || state === 'submitted' || state === 'cancelling';
}

/** A freeze stops a payment, and nothing stops a burn. */
export function wantedOf(transfer: Sendable, isFrozen: boolean): Wanted {
  if (transfer.state !== 'cancelling') return isFrozen ? 'nothing' : 'execute';
  const { stage } = transfer.evidence.cancel;
  return stage === 'signed' || stage === 'submitted' ? 'burn' : 'nothing';
}
