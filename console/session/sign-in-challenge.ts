import { SigningStopped } from '../signing/signer.js';

/** 16 bytes in base64url. */
const NONCE = /^[A-Za-z0-9_-]{22}$/;

/**
 * A passkey signs whatever is its challenge, and shows nothing of it. To sign in that is 16 bytes; whatever is confirmed
 * or approved has a digest of 32, so a sign-in that was asked for so could be used as somebody's word.
 * @throws SigningStopped
 */
export function requireSignInChallenge(challenge: unknown): void {
  if (typeof challenge === 'string' && NONCE.test(challenge)) return;
  throw new SigningStopped(
    'What the server asks the passkey to sign is no sign-in. Sign nothing here, and tell the engineers.',
  );
}
