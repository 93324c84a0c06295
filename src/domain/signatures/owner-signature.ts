import { type Hex, concat, hashMessage, numberToHex, size, slice } from 'viem';
import { type Refusal, refusal, DomainError } from '../errors.js';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { compactWords } from './compact-signature.js';
import { parityForm, parityWords, recoverSigner, signatureType } from './recover-signer.js';

export type OwnerSignatureVerdict =
  | { readonly kind: 'genuine' }
  /** The bytes have a form that Sluice never accepts. Nothing is wrong with the Safe. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Well-formed, but not the claimed owner's over this hash: something else was signed. */
  | { readonly kind: 'mismatch'; readonly refusal: Mismatch; readonly recovered: Address | null };

type Mismatch = Refusal & { readonly code: 'SIG_MISMATCH' };

/**
 * Verifies one owner's signature on arrival (invariant 14). A mismatch freezes the Safe. At Bybit the stored signatures
 * did not recover to their owners over the displayed hash, hours before the execution.
 */
export async function verifyOwnerSignature(
  claim: { readonly owner: Address; readonly signature: Hex },
  cleared: { readonly safeTxHash: Bytes32; readonly owners: readonly Address[] },
): Promise<OwnerSignatureVerdict> {
  const { safeTxHash } = cleared;
  const compact = await compactWords(claim.signature, safeTxHash, [claim.owner]);
  if (compact !== undefined) return { kind: 'refused', refusal: refusal('SIG_LENGTH', compact) };
  const bare = ethSignForm(claim.signature, safeTxHash) ?? parityAsSigned(claim.signature, safeTxHash);
  let recovered: Address;
  try {
    recovered = await (bare
      ? recoverSigner(bare.digest, bare.signature)
      : recoverSigner(safeTxHash, claim.signature));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code === 'SIG_MISMATCH'
      ? { kind: 'mismatch', refusal: mismatch(error.message), recovered: null }
      : { kind: 'refused', refusal: refusal(error.code, error.message) };
  }
  if (recovered !== claim.owner) {
    const reason = `the signature recovers to ${recovered}, not to ${claim.owner}: another hash was signed, or by another key`;
    return { kind: 'mismatch', refusal: mismatch(reason), recovered };
  }
  if (!cleared.owners.includes(claim.owner)) {
    const reason = `${claim.owner} signed, but is no owner of the Safe`;
    return { kind: 'mismatch', refusal: mismatch(reason), recovered };
  }
  if (bare) return { kind: 'refused', refusal: refusal('SIG_TYPE', bare.words(recovered)) };
  return { kind: 'genuine' };
}

function mismatch(reason: string): Mismatch {
  return { code: 'SIG_MISMATCH', reason };
}

/** A signature in a form that never counts, and what was signed, so that its signer is recovered all the same. */
interface BareForm {
  readonly digest: Bytes32;
  readonly signature: Hex;
  readonly words: (signer: Address) => string;
}

/** A signature over the hash itself, with v 0 or 1. */
function parityAsSigned(written: Hex, digest: Bytes32): BareForm | undefined {
  const signature = parityForm(written);
  return signature && { digest, signature, words: (signer) => parityWords(written, signer) };
}

/**
 * The digest and bytes behind an eth_sign signature (v 31, 32). Such a signature never counts, but its signer is
 * recovered all the same: at Bybit all three had this form, and were over another hash than the one shown.
 */
function ethSignForm(signature: Hex, safeTxHash: Bytes32): BareForm | undefined {
  if (size(signature) !== 65) return undefined;
  const v = Number.parseInt(slice(signature, 64), 16);
  if (v !== 31 && v !== 32) return undefined;
  const digest = parseBytes32(hashMessage({ raw: safeTxHash }));
  const asSigned = concat([slice(signature, 0, 64), numberToHex(v - 4, { size: 1 })]);
  return { digest, signature: asSigned, words: () => signatureType(v) };
}

/** One owner's signature, with the owner. */
export interface OwnerSignature {
  readonly owner: Address;
  readonly signature: Hex;
}

/** The `signatures` argument of execTransaction: exactly `threshold` signatures, ascending by owner, no owner twice. */
export function joinSignatures(signatures: readonly OwnerSignature[], threshold: number): Hex {
  const ascending = [...signatures].sort((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1));
  if (new Set(ascending.map((each) => each.owner)).size !== ascending.length) {
    throw new DomainError('SIG_DUPLICATE', 'an owner is there twice');
  }
  if (ascending.length < threshold) {
    throw new DomainError(
      'QUORUM',
      `${String(ascending.length)} owners signed, ${String(threshold)} are needed`,
    );
  }
  return concat(ascending.slice(0, threshold).map((each) => each.signature));
}
