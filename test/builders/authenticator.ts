import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { type Passkey, passkeyId } from '../../src/domain/identity/person.js';
import type { Assertion } from '../../src/domain/signatures/assertion.js';
import { challengeOf } from '../../src/domain/signatures/base64url.js';
import type { Registration } from '../../src/domain/signatures/webauthn.js';
import type { Bytes32 } from '../../src/domain/values/hex.js';
import { unixSeconds } from '../../src/domain/values/time.js';

export interface AuthenticatorOptions {
  readonly origin?: string;
  readonly rpId?: string;
  readonly algorithm?: 'ES256' | 'RS256' | 'P-384';
  /** Of the last signature. Null is an authenticator that keeps none, and always says zero. */
  readonly counter?: number | null;
  readonly credentialId?: Uint8Array;
}

/** What a browser and an authenticator would not say by themselves. Whatever is said is properly signed. */
export interface Lies {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly rpId?: string;
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly credentialId?: string;
  /** Further members of the client data. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Rewrites the client data before it is signed. */
  readonly clientData?: (json: string) => string | Uint8Array;
  /** By the credential's own key, by a certificate, or under the name of another form. */
  readonly attestation?: 'self' | 'certificate' | 'apple' | 'mine';
  /** Rewrites the public key that is registered. */
  readonly publicKey?: (key: Map<number, number | Uint8Array>) => void;
}

const FLAG = { present: 0x01, verified: 0x04, attested: 0x40 };

/** A passkey in software: a browser and an authenticator in one, which lie when they are told to. */
export class SoftAuthenticator {
  readonly origin: string;
  readonly rpId: string;
  readonly credentialId: string;
  private readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  private counter: number | null;

  constructor({ origin = 'https://sluice.example', ...options }: AuthenticatorOptions = {}) {
    this.origin = origin;
    this.rpId = options.rpId ?? new URL(origin).hostname;
    this.credentialId = text(options.credentialId ?? randomBytes(32));
    this.counter = options.counter === undefined ? 0 : options.counter;
    const { algorithm = 'ES256' } = options;
    this.keys =
      algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-384' });
  }

  /** As it is enrolled. */
  passkey(change: Partial<Passkey> = {}): Passkey {
    return {
      kind: 'passkey',
      id: passkeyId(this.credentialId),
      purpose: 'confirmation',
      publicKey: text(isoCBOR.encode(this.coseKey())),
      rpId: this.rpId,
      origin: this.origin,
      activeFrom: unixSeconds(0),
      revokedAt: null,
      ...change,
    };
  }

  register(challenge: string, lies: Lies = {}): Registration {
    const clientData = this.clientData('webauthn.create', challenge, lies);
    const id = Buffer.from(lies.credentialId ?? this.credentialId, 'base64url');
    const key = this.coseKey();
    lies.publicKey?.(key);
    const attested = Buffer.concat([Buffer.alloc(16), uint16(id.length), id, isoCBOR.encode(key)]);
    const authData = Uint8Array.from(Buffer.concat([this.authData(FLAG.attested, lies), attested]));
    const signed = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.keys.privateKey);
    const { fmt, attStmt } = attestation(lies.attestation, Uint8Array.from(signed));
    const object = new Map<string, CBORType>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]);
    return {
      credentialId: lies.credentialId ?? this.credentialId,
      attestationObject: text(isoCBOR.encode(object)),
      clientDataJSON: text(clientData),
    };
  }

  /** An assertion over a statement's digest, or over a challenge in base64url. */
  assert(over: Bytes32 | { readonly challenge: string }, lies: Lies = {}): Assertion {
    const challenge = typeof over === 'string' ? challengeOf(over) : over.challenge;
    const clientData = this.clientData('webauthn.get', challenge, lies);
    if (this.counter !== null) this.counter += 1;
    const authData = this.authData(0, lies);
    const signed = Buffer.concat([authData, sha256(clientData)]);
    return {
      credentialId: lies.credentialId ?? this.credentialId,
      authenticatorData: text(authData),
      clientDataJSON: text(clientData),
      signature: text(sign('sha256', signed, this.keys.privateKey)),
    };
  }

  private clientData(type: string, challenge: string, lies: Lies): Uint8Array {
    const data = { type, challenge, origin: this.origin, crossOrigin: false, ...told(lies), ...lies.more };
    const json = JSON.stringify(data);
    return Buffer.from(lies.clientData ? lies.clientData(json) : json);
  }

  private authData(flags: number, lies: Lies): Buffer {
    const { isPresent = true, isVerified = true, rpId = this.rpId } = lies;
    const all = flags | (isPresent ? FLAG.present : 0) | (isVerified ? FLAG.verified : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.counter ?? 0);
    return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.of(all), counter]);
  }

  private coseKey(): Map<number, number | Uint8Array> {
    const jwk = this.keys.publicKey.export({ format: 'jwk' });
    const bytes = (member = ''): Uint8Array => Uint8Array.from(Buffer.from(member, 'base64url'));
    if (jwk.kty === 'RSA') {
      return new Map<number, number | Uint8Array>([
        [1, 3],
        [3, -257],
        [-1, bytes(jwk.n)],
        [-2, bytes(jwk.e)],
      ]);
    }
    const isP256 = jwk.crv === 'P-256';
    return new Map<number, number | Uint8Array>([
      [1, 2],
      [3, isP256 ? -7 : -35],
      [-1, isP256 ? 1 : 2],
      [-2, bytes(jwk.x)],
      [-3, bytes(jwk.y)],
    ]);
  }
}

type CBORType = Parameters<typeof isoCBOR.encode>[0];

function attestation(
  form: Lies['attestation'],
  sig: Uint8Array<ArrayBuffer>,
): { fmt: string; attStmt: Map<string, CBORType> } {
  const signed = new Map<string, CBORType>([
    ['alg', -7],
    ['sig', sig],
  ]);
  switch (form) {
    case undefined:
      return { fmt: 'none', attStmt: new Map() };
    case 'self':
      return { fmt: 'packed', attStmt: signed };
    case 'certificate':
      return { fmt: 'packed', attStmt: signed.set('x5c', [Uint8Array.of(0x30, 0)]) };
    case 'apple':
    case 'mine':
      return { fmt: form, attStmt: new Map([['x5c', [Uint8Array.of(0x30, 0)]]]) };
  }
}

function told({ type, challenge, origin }: Lies): Partial<Record<'type' | 'challenge' | 'origin', string>> {
  return {
    ...(type !== undefined && { type }),
    ...(challenge !== undefined && { challenge }),
    ...(origin !== undefined && { origin }),
  };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
