import type { Hex } from 'viem';
import { type Refusal, refusal } from '../errors.js';
import { type OwnerSignature, verifyOwnerSignature } from '../signatures/owner-signature.js';
import { verifySignatureBlob } from '../signatures/signature-blob.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';

/** The signatures that came with a Safe transaction, in any of three forms. */
export interface BroughtSignatures {
  readonly signatures?: Hex | undefined;
  readonly confirmations?: readonly OwnerSignature[] | undefined;
  /** Signatures that came without a name: whose they are, only recovering them tells. */
  readonly unnamed?: readonly Hex[] | undefined;
}

export interface SignersContext {
  readonly owners: readonly Address[] | null;
  readonly threshold: number | null;
}

export interface SignatureFault {
  readonly verdict: 'FREEZE' | 'REFUSE';
  readonly refusal: Refusal;
}

/** What is wrong with a transaction's signatures over the hash of its fields (invariant 14). */
export async function signaturesFault(
  { signatures, confirmations, unnamed }: BroughtSignatures,
  safeTxHash: Bytes32 | null,
  context: SignersContext,
): Promise<SignatureFault | undefined> {
  if (safeTxHash === null) return undefined;
  const alone = await Promise.all(
    (unnamed ?? []).map((each) => blobFaults(each, safeTxHash, { ...context, threshold: 1 })),
  );
  const faults = [
    ...alone.flat(),
    ...(await confirmationFaults(confirmations ?? [], safeTxHash, context.owners)),
    ...(signatures === undefined ? [] : await blobFaults(signatures, safeTxHash, context)),
  ];
  return faults.find((each) => each.verdict === 'FREEZE') ?? faults[0];
}

async function confirmationFaults(
  confirmations: readonly OwnerSignature[],
  safeTxHash: Bytes32,
  owners: readonly Address[] | null,
): Promise<readonly SignatureFault[]> {
  const verdicts = await Promise.all(
    confirmations.map((each) => verifyOwnerSignature(each, { safeTxHash, owners: owners ?? [each.owner] })),
  );
  const faults = verdicts.flatMap((each): readonly SignatureFault[] => {
    if (each.kind === 'genuine') return [];
    return [{ verdict: each.kind === 'mismatch' ? 'FREEZE' : 'REFUSE', refusal: each.refusal }];
  });
  const names = confirmations.map((each) => each.owner);
  const twice = names.find((owner, at) => names.indexOf(owner) !== at);
  if (twice === undefined) return faults;
  const reason = `${twice} is listed as a signer twice; one owner counts once`;
  return [...faults, { verdict: 'REFUSE', refusal: refusal('SIG_DUPLICATE', reason) }];
}

async function blobFaults(
  blob: Hex,
  safeTxHash: Bytes32,
  { owners, threshold }: SignersContext,
): Promise<readonly SignatureFault[]> {
  const verdict = await verifySignatureBlob(blob, { safeTxHash, owners, threshold });
  if (verdict.kind === 'genuine') return [];
  return [{ verdict: verdict.kind === 'mismatch' ? 'FREEZE' : 'REFUSE', refusal: verdict.refusal }];
}
