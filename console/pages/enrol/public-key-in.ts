const [HASH, FLAGS, COUNTER, AAGUID, LENGTH] = [32, 1, 4, 16, 2];
const EXTENSIONS = 0x80;

/**
 * The public key in an authenticator's data: what stands behind the credential's id, to the end (W3C WebAuthn L3, section
 * 6.5.1). Undefined where extensions follow it, which Sluice does not ask for.
 */
export function publicKeyIn(authenticatorData: string): string | undefined {
  const text = atob(authenticatorData.replaceAll('-', '+').replaceAll('_', '/'));
  if ((text.charCodeAt(HASH) & EXTENSIONS) !== 0) return undefined;
  const at = HASH + FLAGS + COUNTER + AAGUID;
  const length = (text.charCodeAt(at) << 8) + text.charCodeAt(at + 1);
  return btoa(text.slice(at + LENGTH + length))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
