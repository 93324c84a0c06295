import { joinedQuorum } from '../confirmations/joined-quorum.js';
import type { Requirement } from '../confirmations/quorum.js';
import type { PolicyDocument, Tier } from './policy.js';
import { type Step, stepsOf } from './tiers.js';

/** The part of a transfer that is signed, in its intent and the register. Prices and earlier transfers are not. */
export interface SignedTransfer {
  readonly asset: { readonly id: string; readonly decimals: number };
  readonly amount: bigint;
}

/**
 * The least that must confirm a transfer, whatever prices and earlier transfers add; undefined if no tier reaches so
 * far. `decided` is what the decision required. It is stored and not signed, so it can only add (invariant 8).
 */
export function leastRequired(
  document: PolicyDocument,
  transfer: SignedTransfer,
  decided: readonly Requirement[],
): readonly Requirement[] | undefined {
  const { own, dollars } = stepsFor(document, transfer);
  if (own === undefined) return undefined;
  const tiers = [...own.slice(0, 1), ...(own.length === 0 ? dollars.slice(0, 1) : [])];
  return tiers.length === 0 ? undefined : joinedQuorum([...tiers.map(({ tier }) => tier.require), decided]);
}

/** Whether confirmers may have to enter destination and amount before they see either. Yes if that is unclear. */
export function mayAskRekey(document: PolicyDocument, transfer: SignedTransfer): boolean {
  const { own, dollars } = stepsFor(document, transfer);
  if (own === undefined || own.length + dollars.length === 0) return true;
  const isJoined = document.rules.some((rule) => rule.kind === 'structuring' && rule.unit !== 'usd');
  const reachable: readonly Tier[] = [...(isJoined ? own : own.slice(0, 1)), ...dollars].map(
    ({ tier }) => tier,
  );
  return reachable.some((tier) => tier.rekey === true);
}

/**
 * The asset's tiers from the one that holds the amount upwards, undefined if it is above them all; and those in US
 * dollars.
 */
function stepsFor(
  document: PolicyDocument,
  { asset, amount }: SignedTransfer,
): { readonly own: readonly Step[] | undefined; readonly dollars: readonly Step[] } {
  const all = stepsOf(document, 'asset', asset);
  const own = all.filter(({ upTo }) => amount <= upTo);
  const isAbove = own.length === 0 && all.length > 0;
  return { own: isAbove ? undefined : own, dollars: stepsOf(document, 'usd', asset) };
}
