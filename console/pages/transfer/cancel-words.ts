import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { nameIn } from './name-in.js';

type Cancel = Extract<TransferDetail['evidence'], { readonly state: 'cancelling' }>['cancel'];

/** How far the cancel of a relayed transfer has come. */
export function burnWords(transfer: TransferDetail, cancel: Cancel): string {
  const asked = `${nameIn(transfer, cancel.by)} asks for it: “${cancel.why}”`;
  switch (cancel.stage) {
    case 'asked':
      return `${asked}; it is examined`;
    case 'cleared':
      return `${asked}; one other person has to confirm it`;
    case 'confirmed':
      return `${asked}; ${nameIn(transfer, cancel.confirmedBy)} confirmed it, and the owners are asked to burn the nonce`;
    case 'signed':
      return `${asked}; the owners have signed, and it is sent`;
    case 'submitted':
      return `${asked}; it was sent, and waits to be mined`;
  }
}
