import { unreachable } from '../errors.js';
import type { TransferEvent } from './transitions.js';

/**
 * True for the steps that bring a transfer nearer to a payment: a frozen Safe takes none of them. What only ends a
 * transfer, takes it back, or writes down what the chain did goes on.
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
    // It waits for people, and then its decision refuses; in the lane, the examination refuses.
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
    default:
      return unreachable(event);
  }
}
