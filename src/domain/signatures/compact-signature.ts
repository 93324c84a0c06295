import { type Hex, concat, numberToHex, size, slice } from 'viem';
import { DomainError } from '../errors.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import { recoverSigner } from './recover-signer.js';

const COMPACT_SIZE = 64;
const PARITY_BIT = 1n << 255n;

/**
 * Why compact signatures of EIP-2098 do not count, and whose they are: 64 bytes, with the parity in the highest bit of s.
 * Undefined if the bytes cannot be such signatures of these accounts, for other things have 64 bytes, too.
 * @param signers null if anybody could be the signer
 */
export async function compactWords(
  bytes: Hex,
  safeTxHash: Bytes32,
  signers: readonly Address[] | null,
): Promise<string | undefined> {
  const total = size(bytes);
  if (total === 0 || total % COMPACT_SIZE !== 0) return undefined;
  const pieces = Array.from({ length: total / COMPACT_SIZE }, (_, at) =>
    expanded(slice(bytes, at * COMPACT_SIZE, (at + 1) * COMPACT_SIZE)),
  );
  const recovered = await Promise.all(pieces.map((piece) => signerOf(piece, safeTxHash)));
  const known = recovered.flatMap((each) => each ?? []);
  if (known.length < recovered.length) return undefined;
  const what = known.length === 1 ? 'a compact signature' : `${String(known.length)} compact signatures`;
  const form = `these are ${String(total)} bytes, ${what} (EIP-2098)`;
  const stranger = known.find((each) => signers !== null && !signers.includes(each));
  if (stranger !== undefined) {
    return `these are ${String(total)} bytes; read as ${what} (EIP-2098) they recover to ${stranger}, whose signature this should not be: another hash was signed, or by another key, or it is something else. No Safe takes 64 bytes`;
  }
  const parities = pieces.map((piece) => String(Number.parseInt(slice(piece, 64), 16))).join(', ');
  return `${form}, by which ${known.join(', ')} signed this hash; no Safe takes it: it takes 65 bytes, r, s and v, with v ${parities} here`;
}

function expanded(compact: Hex): Hex {
  const held = BigInt(slice(compact, 32));
  const [s, parity] = held >= PARITY_BIT ? [held - PARITY_BIT, 1] : [held, 0];
  return concat([slice(compact, 0, 32), numberToHex(s, { size: 32 }), numberToHex(27 + parity, { size: 1 })]);
}

async function signerOf(signature: Hex, digest: Bytes32): Promise<Address | undefined> {
  try {
    return await recoverSigner(digest, signature);
  } catch (error) {
    if (error instanceof DomainError) return undefined; // no signature of any key
    throw error;
  }
}
