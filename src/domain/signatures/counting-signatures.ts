import { type Person, evmKeyId, usableKey } from '../identity/person.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';
import { type OwnerSignature, verifyOwnerSignature } from './owner-signature.js';

/** What a stored owner signature is held against. None of it comes from the signature's own row. */
export interface CountingCheck {
  readonly safeTxHash: Bytes32;
  /** The Safe's, as pinned. */
  readonly owners: readonly Address[];
  /** Whom the row names as the one who brought it. */
  readonly signer: Person | undefined;
  readonly now: UnixSeconds;
}

/** `revoked`: the owner did sign this hash, and the key is no longer theirs to use. `void`: no such signature. */
export type SignatureStanding = 'counts' | 'revoked' | 'void';

/**
 * Whether an owner's signature counts now. It was verified when it was taken; people and keys change afterwards, so they
 * are asked again at every count (invariant 25).
 */
export async function signatureStanding(
  signature: OwnerSignature,
  { safeTxHash, owners, signer, now }: CountingCheck,
): Promise<SignatureStanding> {
  const { owner } = signature;
  const verdict = await verifyOwnerSignature(signature, { safeTxHash, owners: [owner] });
  if (verdict.kind !== 'genuine') return 'void';
  const isTheirs = signer !== undefined && usableKey(signer, evmKeyId(owner), 'owner', now) !== undefined;
  return isTheirs && owners.includes(owner) ? 'counts' : 'revoked';
}

/** Whether the bytes of a transaction carry one of these signatures: they are then not to be sent again. */
export function carriesAny(rawTransaction: string, signatures: readonly OwnerSignature[]): boolean {
  const bytes = rawTransaction.toLowerCase();
  return signatures.some(({ signature }) => bytes.includes(signature.slice(2).toLowerCase()));
}

/** There were enough signatures. No number is in it: these words are compared. */
export const TOO_FEW_COUNT = "fewer owners' signatures count than the Safe asks for";

/** Why fewer signatures count than were given, if so few count that it matters; undefined otherwise. */
export function revokedWords(
  {
    counting,
    revoked,
  }: { readonly counting: readonly unknown[]; readonly revoked: readonly OwnerSignature[] },
  threshold: number,
): string | undefined {
  if (revoked.length === 0 || counting.length >= threshold) return undefined;
  const whose = revoked.map(({ owner }) => owner).join(', ');
  const words = revoked.length === 1 ? 'the signature' : 'the signatures';
  const count = revoked.length === 1 ? 'no longer counts' : 'no longer count';
  return `${words} of ${whose} ${count}, because the key is no longer its person's to use: ${String(counting.length)} of ${String(threshold)} are there`;
}
