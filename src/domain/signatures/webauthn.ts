import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import { DomainError } from '../errors.js';
import { type Passkey, passkeyId } from '../identity/person.js';
import { type Assertion, AssertionSchema, base64url, clientData, credentialId } from './assertion.js';
import { bytesOf } from './base64url.js';
import { isPlainClientData } from './client-data.js';
import { PASSKEY_ALGORITHMS, readCoseKey } from './cose-key.js';
import { isStrictDer } from './strict-der.js';

export interface AssertionCheck {
  /** What the authenticator had to sign, in base64url. */
  readonly challenge: string;
  readonly key: Passkey;
}

/**
 * Verifies an assertion by W3C WebAuthn L3, section 7.2: made by this credential, for this challenge and relying party,
 * on the key's own origin and in no other origin's frame, with the user present and verified.
 * @returns the authenticator's signature counter, or undefined if the assertion is invalid. Whether the counter has
 * grown is checked once, on arrival: a stored assertion proves nothing about it.
 */
export async function verifyAssertion(
  assertion: Assertion,
  { challenge, key }: AssertionCheck,
): Promise<number | undefined> {
  const publicKey = readCoseKey(key.publicKey);
  if (!AssertionSchema.safeParse(assertion).success || assertion.credentialId !== key.id) return undefined;
  if (!publicKey || !isPlainClientData(assertion.clientDataJSON, 'webauthn.get')) return undefined;
  if (publicKey.algorithm === 'ES256' && !isStrictDer(bytesOf(assertion.signature))) return undefined;
  const { credentialId: id, ...response } = assertion;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: key.origin,
      expectedRPID: key.rpId,
      requireUserVerification: true,
      credential: { id, publicKey: publicKey.bytes, counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined; // it throws for every mismatch: no valid assertion
  }
}

/** What a browser answers to `navigator.credentials.create`; members as in `RegistrationResponseJSON` (section 5.1). */
export const RegistrationSchema = z.strictObject({
  credentialId,
  attestationObject: base64url(8192),
  clientDataJSON: clientData,
});
export type Registration = z.output<typeof RegistrationSchema>;

export interface RegistrationCheck {
  /** The one-time challenge issued for this registration, in base64url. */
  readonly challenge: string;
  readonly rpId: string;
  readonly origin: string;
}

/** The parts of a passkey that are enrolled. */
export type Credential = Pick<Passkey, 'id' | 'publicKey' | 'rpId' | 'origin'>;

/**
 * The passkey that a registration made (W3C WebAuthn L3, section 7.1), with user verification and an accepted key type.
 * The authenticator's model is not checked: the quorum relies on nothing that attestation proves.
 * @throws DomainError PASSKEY_REGISTRATION
 */
export async function credentialFrom(
  registration: Registration,
  { challenge, rpId, origin }: RegistrationCheck,
): Promise<Credential> {
  const parsed = RegistrationSchema.safeParse(registration);
  if (!parsed.success) throw notMade(parsed.error);
  const { credentialId: id, ...response } = parsed.data;
  if (!isPlainClientData(response.clientDataJSON, 'webauthn.create') || !hasNoCertificate(response))
    throw notMade();
  const result = await verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
  }).catch((cause: unknown) => {
    throw notMade(cause);
  });
  const made = result.registrationInfo?.credential;
  const publicKey = made && isoBase64URL.fromBuffer(made.publicKey);
  if (publicKey === undefined || made?.id !== id || !readCoseKey(publicKey)) throw notMade();
  return { id: passkeyId(id), publicKey, rpId, origin };
}

/**
 * True for no attestation, or one by the credential's own key. Verifying a certificate would mean fetching its
 * revocation list from an address that the sender chooses.
 */
function hasNoCertificate({ attestationObject }: Pick<Registration, 'attestationObject'>): boolean {
  try {
    const attestation = decodeAttestationObject(bytesOf(attestationObject));
    const format = attestation.get('fmt');
    return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
  } catch {
    return false; // no valid attestation object, so not acceptable
  }
}

function notMade(cause?: unknown): DomainError {
  const detail =
    'this is no passkey made here for this challenge, with user verification and a key of a known kind';
  return new DomainError('PASSKEY_REGISTRATION', detail, [], { cause });
}
