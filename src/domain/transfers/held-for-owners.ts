import { TOO_FEW_COUNT } from '../signatures/counting-signatures.js';
import type { Reason } from './transfer.js';

/**
 * Whether nothing but too few owners' signatures stops a transfer: the gate takes more of them then. What was answered
 * against it otherwise comes before the signatures, so the first reason tells.
 */
export function isHeldForOwners({ code, reason }: Reason): boolean {
  if (code === 'OWNER_SIGNATURE_REVOKED') return true;
  // Confirmations that make no quorum have the same code.
  return code === 'QUORUM' && reason.startsWith(TOO_FEW_COUNT);
}
