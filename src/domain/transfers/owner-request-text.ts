import type { Address } from '../values/address.js';

/** One request to a Safe's owners. */
interface OwnerRequest {
  readonly chainId: number;
  readonly safe: Address;
  readonly nonce: string;
  readonly digest: string;
}

/** The text of a request's QR code. It suffices to compare one request on two devices, and needs no trust. */
export function ownerRequestText({ chainId, safe, nonce, digest }: OwnerRequest): string {
  return `sluice-request:1?chain=${String(chainId)}&safe=${safe}&nonce=${nonce}&digest=${digest}`;
}
