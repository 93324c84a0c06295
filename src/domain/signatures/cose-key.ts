import { cose, isoCBOR, isoUint8Array } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import { base64url } from './assertion.js';
import { bytesOf } from './base64url.js';

const { COSEALG, COSECRV, COSEKEYS, COSEKTY } = cose;

/**
 * The algorithms of passkeys: ES256, which every authenticator has, and RS256, which is all that some TPMs have (RFC
 * 9053, section 2.1; RFC 8812, section 2).
 */
export const PASSKEY_ALGORITHMS: readonly number[] = [COSEALG.ES256, COSEALG.RS256];

const PUBLIC_KEY = base64url(2048);
const RSA_BYTES = { min: 256, max: 512 };
const RSA_EXPONENT = Uint8Array.of(1, 0, 1);

export interface CoseKey {
  readonly algorithm: 'ES256' | 'RS256';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Parses a COSE_Key (RFC 9052, section 7) that Sluice accepts: P-256 with ES256, or RS256 with RSA of 2048 to 4096 bits
 * and exponent 65537. It must have exactly the members that WebAuthn L3, section 6.5.1, requires, and no trailing
 * bytes. Undefined for everything else.
 */
export function readCoseKey(publicKey: string): CoseKey | undefined {
  if (!PUBLIC_KEY.safeParse(publicKey).success) return undefined;
  const bytes = bytesOf(publicKey);
  try {
    const key: unknown = isoCBOR.decodeFirst(bytes);
    if (!(key instanceof Map)) return undefined;
    const algorithm = isEs256(key) ? 'ES256' : isRs256(key) ? 'RS256' : undefined;
    const isWhole = isoUint8Array.areEqual(Uint8Array.from(isoCBOR.encode(key)), bytes);
    return algorithm && isWhole ? { algorithm, bytes } : undefined;
  } catch {
    return undefined; // not CBOR: no valid key
  }
}

/** The public key of a passkey, as it is enrolled. */
export const passkeyPublicKey = z
  .string()
  .refine((text) => readCoseKey(text) !== undefined, 'expected a COSE key for ES256 or RS256, in base64url');

type Members = ReadonlyMap<unknown, unknown>;

function isEs256(key: Members): boolean {
  return (
    key.size === 5 &&
    key.get(COSEKEYS.kty) === COSEKTY.EC2 &&
    key.get(COSEKEYS.alg) === COSEALG.ES256 &&
    key.get(COSEKEYS.crv) === COSECRV.P256 &&
    sizeOf(key.get(COSEKEYS.x)) === 32 &&
    sizeOf(key.get(COSEKEYS.y)) === 32
  );
}

function isRs256(key: Members): boolean {
  const [modulus, exponent] = [key.get(COSEKEYS.n), key.get(COSEKEYS.e)];
  const size = sizeOf(modulus);
  return (
    key.size === 4 &&
    key.get(COSEKEYS.kty) === COSEKTY.RSA &&
    key.get(COSEKEYS.alg) === COSEALG.RS256 &&
    modulus instanceof Uint8Array &&
    (modulus[0] ?? 0) >= 0x80 &&
    size >= RSA_BYTES.min &&
    size <= RSA_BYTES.max &&
    exponent instanceof Uint8Array &&
    isoUint8Array.areEqual(Uint8Array.from(exponent), RSA_EXPONENT)
  );
}

function sizeOf(value: unknown): number {
  return value instanceof Uint8Array ? value.byteLength : 0;
}
