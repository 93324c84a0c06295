import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { Assertion } from '../../src/domain/signatures/assertion.js';
import { SigningStopped } from './signer.js';

/** In the authenticator's data: 32 bytes of the relying party's hash, then one of flags (W3C WebAuthn L3, 6.1). */
const [FLAGS_AT, USER_VERIFIED] = [32, 0x04];

/** A passkey's answer to one challenge, with its user verified. @throws SigningStopped */
export async function assertionOver(options: PublicKeyCredentialRequestOptionsJSON): Promise<Assertion> {
  const { id, response } = await prompted(() => startAuthentication({ optionsJSON: options }));
  requireVerified(response);
  const { authenticatorData, clientDataJSON, signature } = response;
  return { credentialId: id, authenticatorData, clientDataJSON, signature };
}

/** A new passkey. @throws SigningStopped */
export async function newPasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<{
  readonly credentialId: string;
  readonly attestationObject: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
}> {
  const made: RegistrationResponseJSON = await prompted(() => startRegistration({ optionsJSON: options }));
  const { attestationObject, clientDataJSON, authenticatorData } = made.response;
  if (authenticatorData === undefined)
    throw new SigningStopped('This browser does not show the key that it made. Use another one.');
  return { credentialId: made.id, attestationObject, clientDataJSON, authenticatorData };
}

function requireVerified({ authenticatorData }: AuthenticationResponseJSON['response']): void {
  const base64 = authenticatorData.replaceAll('-', '+').replaceAll('_', '/');
  if ((atob(base64).charCodeAt(FLAGS_AT) & USER_VERIFIED) === 0)
    throw new SigningStopped('Your device could not verify you. It takes a PIN, a finger or a face.');
}

const ABORTED =
  'No passkey was used. The prompt was closed or took too long, or the device could not verify you. Try again.';

/** Browsers do not say which of these it was, so that no page can tell who has a passkey. */
const WORDS: Readonly<Record<string, string>> = {
  NotAllowedError: ABORTED,
  AbortError: ABORTED,
  SecurityError: 'The browser uses no passkey here: this is not the address that they were made at.',
  InvalidStateError: 'This device has such a passkey already.',
  NotSupportedError: 'This device makes no passkey that Sluice takes.',
  ConstraintError: 'This device cannot verify you. It takes a PIN, a finger or a face.',
  UnknownError: 'The device could not answer. Try again.',
};

async function prompted<T>(prompt: () => Promise<T>): Promise<T> {
  try {
    return await prompt();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const name = error.cause instanceof Error ? error.cause.name : error.name;
    throw new SigningStopped(WORDS[name] ?? `No passkey was used: ${error.message}`, { cause: error });
  }
}
