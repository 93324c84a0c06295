import { createSiweMessage } from 'viem/siwe';
import { Nonce, type PersonView, SessionView } from '../../identity/identity.contract.js';
import type { InstallationView } from '../../installation/installation.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import type { Signer } from '../signers/signer.js';
import { misused, mismatched } from '../terminal/failures.js';

const MINUTES_5 = 5 * 60_000;

/**
 * Opens a session by an EIP-4361 message. It is for this gateway's own origin only: a signature for another one could
 * be carried there by whoever answers here.
 */
export async function signIn(
  gateway: Gateway,
  { chain, origin }: InstallationView,
  signer: Signer,
): Promise<PersonView> {
  if (new URL(origin).origin !== gateway.origin)
    throw mismatched(`the gateway at ${gateway.origin} calls itself ${origin}: use --url ${origin}`);
  if (signer.address === null) throw misused('to sign in by a command, say whose key it has: --address');
  const { nonce } = await gateway.postOnce('/v1/sessions/nonce', {}, Nonce);
  const now = Date.now();
  const message = createSiweMessage({
    ...{ domain: new URL(origin).host, uri: gateway.origin, version: '1', nonce },
    ...{ address: signer.address, chainId: chain.id },
    issuedAt: new Date(now),
    expirationTime: new Date(now + MINUTES_5),
  });
  const signature = await signer.signMessage(message);
  return (await gateway.postOnce('/v1/sessions', { message, signature }, SessionView)).person;
}
