import { PASSKEY_ALGORITHMS } from './cose-key.js';

/** How long a person may take with their authenticator. Browsers treat it as a hint. */
const TIMEOUT_MS = 300_000;

/** What a browser makes an assertion from: `PublicKeyCredentialRequestOptionsJSON` (W3C WebAuthn L3, section 5.10). */
export interface AssertionOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly userVerification: 'required';
  /** Empty, so that the person picks among all passkeys that the device has for the relying party. */
  readonly allowCredentials: readonly never[];
  readonly timeout: number;
}

/** What a browser makes a passkey from: `PublicKeyCredentialCreationOptionsJSON` (section 5.1.9). */
export interface RegistrationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: 'Sluice' };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly authenticatorSelection: {
    readonly residentKey: 'required';
    readonly requireResidentKey: true;
    readonly userVerification: 'required';
  };
  readonly attestation: 'none';
  readonly timeout: number;
}

/** @param challenge in base64url: a one-time nonce to sign in, or a statement's digest to sign it */
export function assertionOptions(challenge: string, rpId: string): AssertionOptions {
  return { challenge, rpId, userVerification: 'required', allowCredentials: [], timeout: TIMEOUT_MS };
}

/**
 * Options for a discoverable passkey, which needs no user name to sign in, with user verification.
 * @param user the label under which the authenticator files it; `id` is in base64url and reveals nothing about the
 * person
 */
export function registrationOptions(
  { challenge, rpId }: { readonly challenge: string; readonly rpId: string },
  user: { readonly id: string; readonly name: string },
): RegistrationOptions {
  return {
    challenge,
    rp: { id: rpId, name: 'Sluice' },
    user: { ...user, displayName: user.name },
    pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: TIMEOUT_MS,
  };
}
