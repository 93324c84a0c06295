import { z } from 'zod';

// RFC 4648, section 5, without padding. The last characters of a text carry bits that no byte holds: they are zero, so
// that the same bytes have one spelling.
const BASE64URL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** Bytes in the one base64url spelling that they have. */
export function base64url(max: number) {
  return z.string().min(1).max(max).regex(BASE64URL, 'expected base64url without padding');
}

/**
 * At most 1023 bytes (W3C WebAuthn L3, section 4, "Credential ID"). An authenticator chooses them: they must not read
 * like the address that is another person's key.
 */
export const credentialId = base64url(1364).refine(
  (text) => !/^0x[0-9a-fA-F]{40}$/.test(text),
  'this reads like an address',
);

/** What the browser says about a ceremony: a few hundred bytes, of which the authenticator signs the hash. */
export const clientData = base64url(4096);

/**
 * A WebAuthn assertion over a statement's digest as its challenge; members as in `AuthenticationResponseJSON` (W3C
 * WebAuthn L3, section 5.1). The sizes leave room for extensions and for RSA keys of 4096 bits.
 */
export const AssertionSchema = z.strictObject({
  credentialId,
  authenticatorData: base64url(2048),
  clientDataJSON: clientData,
  signature: base64url(1024),
});
export type Assertion = z.output<typeof AssertionSchema>;
