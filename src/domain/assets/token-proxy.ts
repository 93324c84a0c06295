import { z } from 'zod';
import { type Address, addressFromHex } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';

/** The slots where proxies keep the address of their implementation. */
export const PROXY_KINDS = ['eip1967', 'zeppelinos'] as const;

export type ProxyKind = (typeof PROXY_KINDS)[number];

export const IMPLEMENTATION_SLOTS: Readonly<Record<ProxyKind, Bytes32>> = {
  // EIP-1967: keccak256("eip1967.proxy.implementation") - 1.
  eip1967: parseBytes32('0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'),
  // ZeppelinOS, as USDC uses it: keccak256("org.zeppelinos.proxy.implementation").
  zeppelinos: parseBytes32('0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3'),
};

// EIP-1967: keccak256("eip1967.proxy.beacon") - 1. A beacon may return other code for each call, so none can be pinned.
export const BEACON_SLOT = parseBytes32('0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50');

/** The implementation behind a token's proxy. Whoever may write the slot can replace the token. */
export interface TokenCode {
  readonly implementation: Address;
  /** EIP-1052 hash of the implementation's code. */
  readonly codeHash: Bytes32;
}

/** The pinned proxy of a token. */
export interface TokenProxy extends TokenCode {
  readonly kind: ProxyKind;
}

/** A pinned proxy, as stored. */
export const TokenProxySchema = z.strictObject({
  kind: z.enum(PROXY_KINDS),
  implementation: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform(addressFromHex),
  codeHash: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/)
    .transform(parseBytes32),
});
