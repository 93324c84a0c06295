import { z } from 'zod';

// RFC 4648, section 5, without padding. The unused bits of the last character must be zero, so that bytes have one
// spelling only.
const BASE64URL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** Bytes in their one canonical base64url spelling. */
export function base64url(max: number) {
  return z.string().min(1).max(max).regex(BASE64URL, 'expected base64url without padding');
}

/**
 * At most 1023 bytes (W3C WebAuthn L3, section 4, "Credential ID"). Authenticators choose them, so one must not look
 * like an address, which could be another person's key.
 */
export const credentialId = base64url(1364).refine(
  (text) => !/^0x[0-9a-fA-F]{40}$/.test(text),
  'this reads like an address',
);

/** The browser's statement about a ceremony: a few hundred bytes, whose hash the authenticator signs. */
export const clientData = base64url(4096);

/**
 * A WebAuthn assertion with a statement's digest as its challenge. Members are as in `AuthenticationResponseJSON` (W3C
 * WebAuthn L3, section 5.1). The sizes leave room for extensions and RSA keys of 4096 bits.
 */
export const AssertionSchema = z.strictObject({
  credentialId,
  authenticatorData: base64url(2048),
  clientDataJSON: clientData,
  signature: base64url(1024),
});
export type Assertion = z.output<typeof AssertionSchema>;
