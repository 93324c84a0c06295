import type { Assertion } from '../../src/domain/signatures/assertion.js';
import type { Json } from '../../src/domain/values/canonical-json.js';

/** What the API takes as a signature: 65 bytes in hex, or what a passkey answered. */
export type SignatureBody = string | Assertion;

/** Typed data with the digest that this page has computed from it. */
export interface Signable {
  readonly typedData: Readonly<Record<string, Json>>;
  /** `0x` and 32 bytes: the EIP-712 digest. A passkey signs it as its challenge. */
  readonly digest: string;
}

/** Something of the person's that signs, after they have agreed to it there. */
export interface Signer {
  /** Tells it from the others of the same person. */
  readonly id: string;
  readonly kind: 'wallet' | 'passkey';
  /** As its owner knows it: the wallet's name, or the passkey's label. Somebody else chose it: show it by Said. */
  readonly name: string;
  /** Signs one thing. @throws SigningStopped if it was not signed, in words for people */
  sign(signable: Signable): Promise<SignatureBody>;
}

/** Nothing was signed. The message says why, and does not repeat that. */
export class SigningStopped extends Error {
  override readonly name = 'SigningStopped';
}
