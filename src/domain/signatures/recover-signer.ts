import { type Hex, concat, numberToHex, recoverAddress, size, slice } from 'viem';
import { DomainError } from '../errors.js';
import { type Address, addressFromHex } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * Recovers the signer of a 32-byte digest from exactly 65 bytes `r || s || v`, with v 27 or 28 and low s (EIP-2). Every
 * other form that Safe contracts or wallets accept is refused (invariant 14). Recovery always yields some address, so
 * the caller must compare it with the expected one.
 */
export async function recoverSigner(digest: Bytes32, signature: Hex): Promise<Address> {
  if (size(signature) !== 65) {
    throw new DomainError('SIG_LENGTH', `expected 65 bytes, got ${String(size(signature))}`);
  }
  const v = Number.parseInt(slice(signature, 64), 16);
  if (v !== 27 && v !== 28) throw new DomainError('SIG_TYPE', signatureType(v));
  if (BigInt(slice(signature, 32, 64)) > HALF_ORDER) {
    throw new DomainError(
      'SIG_HIGH_S',
      's is in the upper half of the curve order: a second form of the same signature',
    );
  }
  return recovered(digest, signature);
}

// A recovery takes about a millisecond, and whoever shows, counts or examines a transfer asks again for each signature
// under it. What is recovered depends on nothing but these bytes.
const KNOWN_MAX = 5_000;
const known = new Map<string, Address>();

async function recovered(digest: Bytes32, signature: Hex): Promise<Address> {
  const name = `${digest} ${signature}`;
  const before = known.get(name);
  if (before) return before;
  const signer = addressFromHex(await recover(digest, signature));
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(name, signer);
  return signer;
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/**
 * Recovers who signed as the chain's own precompile does, which takes both forms of a signature: for what the chain has
 * executed already. @returns undefined if it is no signature of any key
 */
export async function recoverAsChain(digest: Bytes32, signature: Hex): Promise<Address | undefined> {
  const [r, s, v] = [slice(signature, 0, 32), BigInt(slice(signature, 32, 64)), slice(signature, 64, 65)];
  const isHigh = s > HALF_ORDER && s < ORDER;
  // The same signature by the other root: n - s, and the other parity.
  const low = isHigh
    ? concat([r, numberToHex(ORDER - s, { size: 32 }), v === '0x1b' ? '0x1c' : '0x1b'])
    : signature;
  try {
    return addressFromHex(await recoverAddress({ hash: digest, signature: low }));
  } catch {
    return undefined; // viem throws for what is no signature, which the caller says
  }
}

async function recover(digest: Bytes32, signature: Hex): Promise<Hex> {
  try {
    return await recoverAddress({ hash: digest, signature });
  } catch (cause) {
    throw new DomainError('SIG_MISMATCH', 'the bytes are no signature of any key', [], { cause });
  }
}

/**
 * The same bytes with v 27 or 28, where v is the bare parity 0 or 1 that some Ledger software gives. Undefined if they
 * cannot be a key's signature: an approved hash and a contract signature, which have the same v, hold an address in r.
 */
export function parityForm(signature: Hex): Hex | undefined {
  if (size(signature) !== 65) return undefined;
  const v = Number.parseInt(slice(signature, 64), 16);
  const s = BigInt(slice(signature, 32, 64));
  // Of a key's signatures one in 2^64 has an r as small as this.
  const isAddressInR = BigInt(slice(signature, 0, 32)) >> 192n === 0n;
  if (v > 1 || isAddressInR || s === 0n || s > HALF_ORDER) return undefined;
  return concat([slice(signature, 0, 64), numberToHex(v + 27, { size: 1 })]);
}

/** Why a signature with the bare parity for v does not count, though its signer is known. */
export function parityWords(signature: Hex, signer: Address): string {
  const v = Number.parseInt(slice(signature, 64), 16);
  return `v is ${String(v)}, the bare parity, as some Ledger software gives it: ${String(v + 27)} is meant, and with it this is the signature of ${signer} over this hash; no Safe takes it as it is`;
}

/** Names a form of signature that Safe contracts may accept, and why it does not count here (invariant 14). */
export function signatureType(v: number): string {
  switch (v) {
    case 0:
      return 'v=0 is a contract signature; only EIP-712 signatures by keys count';
    case 1:
      return 'v=1 is an approved hash; only EIP-712 signatures by keys count';
    case 31:
    case 32:
      return 'v=31/32 is eth_sign, where the device shows a bare hash; only EIP-712 counts';
    default:
      return `v=${String(v)} is not known`;
  }
}
