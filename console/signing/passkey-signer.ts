import { oneAtATime } from './one-at-a-time.js';
import { assertionOver } from './passkey.js';
import { challengeOf } from './passkey-challenge.js';
import { requireSameDigest } from './same-digest.js';
import { type Signable, type Signer, SigningStopped } from './signer.js';

const TIMEOUT_MS = 300_000;

/** One of the person's passkeys: it signs the digest as its challenge. */
export function passkeySigner({ id, label }: { readonly id: string; readonly label: string | null }): Signer {
  const sign = async (signable: Signable) => {
    requireSameDigest(signable);
    const assertion = await assertionOver({
      challenge: challengeOf(signable.digest),
      rpId: location.hostname,
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id }],
      timeout: TIMEOUT_MS,
    });
    if (assertion.credentialId !== id)
      throw new SigningStopped('Another passkey answered. Nothing was sent.');
    return assertion;
  };
  return {
    ...{ id, kind: 'passkey', name: label ?? 'passkey' },
    sign: (signable) => oneAtATime(() => sign(signable)),
  };
}
