/**
 * The relying party of passkeys (W3C WebAuthn L3, section 5.1.3): the host of the origin, unless it is an IP address,
 * for which browsers make none.
 */
export function relyingParty(origin: string): string | null {
  const { hostname } = new URL(origin);
  return hostname.startsWith('[') || /^[0-9.]+$/.test(hostname) ? null : hostname;
}
