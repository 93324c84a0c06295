import { createSiweMessage } from 'viem/siwe';
import { addressFromHex } from '../../src/domain/values/address.js';
import type { AssertionOptions } from '../../src/domain/signatures/ceremony.js';
import type { InstallationView } from '../../src/installation/installation.contract.js';
import { ask } from '../api/ask.js';
import { serverNow } from '../api/server-clock.js';
import { oneAtATime } from '../signing/one-at-a-time.js';
import { assertionOver } from '../signing/passkey.js';
import type { Provider } from '../signing/provider.js';
import { SOMEBODY_ELSE } from '../signing/sandbox-line.js';
import { SigningStopped } from '../signing/signer.js';
import { fittingAccount, signMessage } from '../signing/wallet.js';
import { beginSession } from './session.js';
import { requireSignInChallenge } from './sign-in-challenge.js';

const MINUTES_5 = 5 * 60_000;

/**
 * Signs in by an EIP-4361 message. The wallet is asked first of all, as part of the gesture: later no window would open.
 * @throws SigningStopped, Refusal, NoAnswer
 */
export function signInByWallet(provider: Provider, installation: InstallationView): Promise<void> {
  return oneAtATime(async () => {
    requireOwnOrigin(installation.origin);
    await ask('/v1/sessions', { method: 'POST', body: await signedMessage(provider, installation) });
    beginSession();
  });
}

async function signedMessage(
  provider: Provider,
  { chain }: InstallationView,
): Promise<{ readonly message: string; readonly signature: string }> {
  for (;;) {
    const account = await fittingAccount(provider, { keys: null, chainId: chain.id });
    const { nonce } = await ask<{ readonly nonce: string }>('/v1/sessions/nonce', {
      ...{ method: 'POST', body: {} },
    });
    const now = serverNow();
    const message = createSiweMessage({
      ...{ domain: location.host, uri: location.origin, version: '1', nonce },
      ...{ address: addressFromHex(account), chainId: chain.id },
      issuedAt: new Date(now),
      expirationTime: new Date(now + MINUTES_5),
    });
    try {
      return { message, signature: await signMessage(provider, message, account) };
    } catch (error) {
      if (!isSomebodyElse(error)) throw error;
    }
  }
}

/** The wallet asks by itself who it is then. */
function isSomebodyElse(error: unknown): boolean {
  const cause = error instanceof SigningStopped ? (error.cause as { readonly code?: unknown } | null) : null;
  return cause?.code === SOMEBODY_ELSE;
}

/** Signs in by any passkey that this device has for Sluice. @throws SigningStopped, Refusal, NoAnswer */
export function signInByPasskey({ origin }: InstallationView): Promise<void> {
  return oneAtATime(async () => {
    requireOwnOrigin(origin);
    const { challenge, timeout } = await ask<AssertionOptions>('/v1/sessions/passkey/options', {
      ...{ method: 'POST', body: {} },
    });
    requireSignInChallenge(challenge);
    // Made here: of what the server asks for, only the nonce is its to choose.
    const signature = await assertionOver({
      ...{ challenge, timeout, rpId: location.hostname, userVerification: 'required', allowCredentials: [] },
    });
    await ask('/v1/sessions/passkey', { method: 'POST', body: { signature } });
    beginSession();
  });
}

/** A signature for another address could be carried there by whoever answers here. */
export function requireOwnOrigin(origin: string): void {
  if (location.origin === origin) return;
  throw new SigningStopped(`Sluice is at ${origin}, and this page is at ${location.origin}. Go there.`);
}
