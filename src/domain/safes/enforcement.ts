import { type Address, ZERO_ADDRESS } from '../values/address.js';
import { isCallbackHandler } from './known-deployments.js';
import type { SafeProfile } from './profile.js';

/**
 * How far the chain itself keeps owners from moving funds past Sluice (invariant 20): `advisory` without a guard that is
 * proven to be Sluice's, `partial` with one and a way round it, `enforced` with one and none.
 */
export const ENFORCEMENTS = ['advisory', 'partial', 'enforced'] as const;
export type Enforcement = (typeof ENFORCEMENTS)[number];

/** A named way round Sluice, in words for who runs or signs for the Safe. */
const GAP_WORDS = {
  HANDLER_SIGNS:
    "the Safe's fallback handler answers ERC-1271, so a threshold of owner signatures over a message moves tokens that take such signatures (permit, transferWithAuthorization): no Safe transaction, no nonce, nothing that a guard or Sluice is asked about",
} as const;

export const GAPS = ['HANDLER_SIGNS'] as const satisfies readonly (keyof typeof GAP_WORDS)[];
export type Gap = (typeof GAPS)[number];

export function gapWords(gap: Gap): string {
  return `${gap}: ${GAP_WORDS[gap]}`;
}

export interface EnforcementState {
  readonly enforcement: Enforcement;
  /** Every known way round Sluice, also where there is no guard to go round. */
  readonly gaps: readonly Gap[];
}

/** What a pinned profile, which is compared with the chain, lets owners do without Sluice. */
export function enforcementOf(
  profile: Pick<SafeProfile, 'fallbackHandler' | 'fallbackHandlerCodeHash'>,
): EnforcementState {
  return { enforcement: 'advisory', gaps: handlerSigns(profile) ? ['HANDLER_SIGNS'] : [] };
}

export interface EnforcedNow extends EnforcementState {
  readonly guard: { readonly pinned: Address; readonly actual: Address };
}

/**
 * What the chain enforces now, whatever was pinned. A guard that is there and was not pinned enforces nothing for
 * Sluice: it is drift.
 */
export function enforcedNow(pinned: SafeProfile, actual: SafeProfile): EnforcedNow {
  return { ...enforcementOf(actual), guard: { pinned: pinned.guard, actual: actual.guard } };
}

// Only what is known not to answer does not: a handler without a name here may be anything.
function handlerSigns({
  fallbackHandler,
  fallbackHandlerCodeHash,
}: Pick<SafeProfile, 'fallbackHandler' | 'fallbackHandlerCodeHash'>): boolean {
  return fallbackHandler !== ZERO_ADDRESS && !isCallbackHandler(fallbackHandler, fallbackHandlerCodeHash);
}
