import { createSiweMessage, parseSiweMessage, type SiweMessage } from 'viem/siwe';
import { z } from 'zod';
import type { Address } from '../../domain/values/address.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import { wireAddress } from '../../infra/http/wire.contract.js';

const ISSUED_WITHIN_SECONDS = 5 * 60;
const EXPIRES_WITHIN_SECONDS = 10 * 60;

const Fields = z.object({
  address: wireAddress,
  scheme: z.string().optional(),
  domain: z.string(),
  uri: z.url(),
  version: z.literal('1'),
  chainId: z.int().positive(),
  nonce: z.string().min(8),
  issuedAt: z.date(),
  expirationTime: z.date(),
  notBefore: z.date().optional(),
});
export type SiweFields = z.output<typeof Fields>;

/**
 * Reads an EIP-4361 message. viem's parser finds the fields anywhere in the text, so the message written again from
 * them must equal the text; otherwise the wallet may have shown the signer something else.
 */
export function readSiweMessage(text: string): SiweFields | undefined {
  const found = parseSiweMessage(text);
  const fields = Fields.safeParse(found);
  if (!fields.success) return undefined;
  try {
    return createSiweMessage(found as SiweMessage) === text ? fields.data : undefined;
  } catch {
    return undefined; // createSiweMessage throws on a field that the standard does not allow
  }
}

/** The address that a message claims, for the log of refused sign-ins. */
export function claimedAddress(text: string): Address | undefined {
  return wireAddress.safeParse(parseSiweMessage(text).address).data;
}

export interface Expected {
  readonly origin: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly now: UnixSeconds;
}

/** The message's fault, for the log and not for the caller; undefined if there is none. */
export function siweFault(fields: SiweFields, expected: Expected): string | undefined {
  const issuedAt = fields.issuedAt.getTime() / 1000;
  const expiresAt = fields.expirationTime.getTime() / 1000;
  const notBefore = (fields.notBefore?.getTime() ?? 0) / 1000;
  if (fields.domain !== new URL(expected.origin).host) return 'domain';
  if (fields.scheme !== undefined && `${fields.scheme}:` !== new URL(expected.origin).protocol)
    return 'scheme';
  if (new URL(fields.uri).origin !== expected.origin) return 'uri';
  if (fields.chainId !== expected.chainId) return 'chain';
  if (fields.nonce !== expected.nonce) return 'nonce';
  if (Math.abs(expected.now - issuedAt) > ISSUED_WITHIN_SECONDS) return 'issued-at';
  if (expiresAt <= expected.now) return 'expired';
  if (expiresAt > expected.now + EXPIRES_WITHIN_SECONDS) return 'expiry-too-far';
  if (notBefore > expected.now) return 'not-yet-valid';
  return undefined;
}
