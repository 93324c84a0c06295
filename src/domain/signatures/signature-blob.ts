import { type Hex, size, slice } from 'viem';
import { DomainError, type ErrorCode, type Refusal, refusal } from '../errors.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import { compactWords } from './compact-signature.js';
import { parityForm, parityWords, recoverSigner, signatureType } from './recover-signer.js';

const SIGNATURE_SIZE = 65;

/** Whose signatures a blob must contain; null is unknown. */
export interface BlobExpectation {
  readonly safeTxHash: Bytes32;
  readonly owners: readonly Address[] | null;
  readonly threshold: number | null;
}

export type BlobVerdict =
  | { readonly kind: 'genuine'; readonly signers: readonly Address[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Well-formed signatures by strangers: an owner's device signed something else. */
  | { readonly kind: 'mismatch'; readonly refusal: Refusal };

/**
 * Parses the `signatures` argument of execTransaction as strictly as Sluice writes it (invariant 14): threshold times
 * 65 bytes, distinct owners in ascending order, v 27 or 28, low s, over this hash. A stranger's signature is reported
 * first, because it freezes; then faults of single pieces; then faults of all together.
 */
export async function verifySignatureBlob(blob: Hex, expected: BlobExpectation): Promise<BlobVerdict> {
  const count = expected.threshold ?? Math.max(1, Math.ceil(size(blob) / SIGNATURE_SIZE));
  const layout = layoutFault(blob, count);
  const isWhole = size(blob) % SIGNATURE_SIZE === 0;
  if (layout && !isWhole) {
    const compact = await compactWords(blob, expected.safeTxHash, expected.owners);
    return { kind: 'refused', refusal: compact === undefined ? layout : refusal('SIG_LENGTH', compact) };
  }
  const pieces = piecesOf(blob);
  const read = await Promise.all(pieces.map((piece) => readPiece(piece, expected)));
  const counted = read.slice(0, count);
  const stranger = counted.find((each) => each.kind === 'stranger');
  if (stranger) return { kind: 'mismatch', refusal: strangerRefusal(stranger.signer) };
  if (layout) return { kind: 'refused', refusal: layout };
  const malformed = counted.find((each) => each.kind === 'malformed');
  if (malformed) return { kind: 'refused', refusal: malformed.refusal };
  if (pieces.length > count) return { kind: 'refused', refusal: surplusFault(read.slice(count), count) };
  const signers = counted.flatMap((each) => (each.kind === 'owner' ? [each.signer] : []));
  const order = orderFault(signers);
  return order ? { kind: 'refused', refusal: order } : { kind: 'genuine', signers };
}

type Piece =
  | { readonly kind: 'owner'; readonly signer: Address }
  | { readonly kind: 'stranger'; readonly signer: Address }
  | { readonly kind: 'malformed'; readonly refusal: Refusal };

async function readPiece(piece: Hex, { safeTxHash, owners }: BlobExpectation): Promise<Piece> {
  const isOwner = (signer: Address) => owners === null || owners.includes(signer);
  try {
    const parity = parityForm(piece);
    const signer = await recoverSigner(safeTxHash, parity ?? piece);
    if (!isOwner(signer)) return { kind: 'stranger', signer };
    if (parity) return { kind: 'malformed', refusal: refusal('SIG_TYPE', parityWords(piece, signer)) };
    return { kind: 'owner', signer };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kind: 'malformed', refusal: refusal(error.code, error.message) };
  }
}

/** Whether the bytes divide into whole signatures. Otherwise nothing at a multiple of 65 has a meaning. */
function layoutFault(blob: Hex, count: number): Refusal | undefined {
  const total = size(blob);
  if (total % SIGNATURE_SIZE === 0 && total >= count * SIGNATURE_SIZE) return undefined;
  const contract = contractSignature(blob, count);
  if (contract) return contract;
  if (total === 0) {
    return refusal(
      'SIG_LENGTH',
      `it is not signed yet: ${String(count)} owners' signatures are still to come`,
    );
  }
  const reason = `${String(count)} signatures take ${String(count * SIGNATURE_SIZE)} bytes, these are ${String(total)}`;
  return refusal('SIG_LENGTH', reason);
}

/** A contract signature (v 0) stores its bytes after the others, so its type is reported and not the length. */
function contractSignature(blob: Hex, count: number): Refusal | undefined {
  if (size(blob) <= count * SIGNATURE_SIZE) return undefined;
  const types = Array.from({ length: count }, (_, at) =>
    byteAt(blob, at * SIGNATURE_SIZE + SIGNATURE_SIZE - 1),
  );
  if (!types.includes(0)) return undefined;
  return refusal('SIG_TYPE', signatureType(0));
}

/** Pieces beyond the threshold. The contract never reads them, so they do not freeze, but nothing may hide there. */
function surplusFault(surplus: readonly Piece[], count: number): Refusal {
  const isGarbage = surplus.some((each) => each.kind !== 'owner');
  const code: ErrorCode = isGarbage ? 'SIG_MISMATCH' : 'SIG_LENGTH';
  const whose = isGarbage ? "no owner's signatures over this hash" : 'signatures that nobody asked for';
  return refusal(
    code,
    `behind the ${String(count)} that are needed come ${String(surplus.length)} more, ${whose}`,
  );
}

function orderFault(signers: readonly Address[]): Refusal | undefined {
  const twice = signers.find((signer, at) => signers.indexOf(signer) !== at);
  if (twice) return refusal('SIG_DUPLICATE', `${twice} signed twice; one owner counts once`);
  const numbers = signers.map(BigInt);
  const isAscending = numbers.every((each, at) => at === 0 || each > (numbers[at - 1] ?? each));
  return isAscending ? undefined : refusal('SIG_ORDER', 'the signatures do not ascend by owner');
}

function strangerRefusal(signer: Address): Refusal {
  return refusal(
    'SIG_MISMATCH',
    `a signature recovers to ${signer}, who is no owner of the Safe: another hash was signed, or by another key`,
  );
}

function piecesOf(blob: Hex): readonly Hex[] {
  const count = size(blob) / SIGNATURE_SIZE;
  return Array.from({ length: count }, (_, at) =>
    slice(blob, at * SIGNATURE_SIZE, (at + 1) * SIGNATURE_SIZE),
  );
}

function byteAt(blob: Hex, at: number): number {
  return Number.parseInt(blob.slice(2 + at * 2, 4 + at * 2), 16);
}
