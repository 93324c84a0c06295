import { unreachable } from '../errors.js';
import type { TransferEvent } from './transitions.js';

/**
 * True for steps that bring a transfer closer to a payment, which a frozen Safe does not take. Steps that end a
 * transfer, send it back, or record what the chain did continue.
 */
export function isStoppedByFreeze(event: TransferEvent['kind']): boolean {
  switch (event) {
    case 'queue':
    case 'clear':
    case 'confirm':
    case 'relay':
    case 'sign':
    case 'submit':
      return true;
    // Both are harmless: a held transfer's next decision refuses it, and so does the examination in the lane.
    case 'hold':
    case 'enter-lane':
      return false;
    case 'refuse':
    case 'reject':
    case 'revise':
    case 'cancel':
    case 'expire':
      return false;
    case 'execute':
    case 'reorganise':
    case 'settle':
    case 'mismatch':
    case 'supersede':
      return false;
    // A frozen Safe must be able to burn a nonce: that pays nobody.
    case 'begin-cancel':
    case 'clear-cancel':
    case 'reopen-cancel':
    case 'confirm-cancel':
    case 'take-over-cancel':
    case 'sign-cancel':
    case 'submit-cancel':
    case 'burn':
      return false;
    // Only where the transfer stood before: the next step towards a payment asks again.
    case 'resume':
      return false;
    default:
      return unreachable(event);
  }
}
