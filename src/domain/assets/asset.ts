import { z } from 'zod';
import type { Address } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import type { AssetId } from '../values/identifier.js';
import { type BalanceLayout, BalanceLayoutSchema, mappingAt } from './balance-layout.js';
import { type TokenProxy, TokenProxySchema } from './token-proxy.js';

/** The chain's native coin. */
interface NativeAsset {
  readonly kind: 'native';
  readonly id: AssetId;
  readonly chainId: number;
  readonly symbol: string;
  readonly decimals: 18;
}

/**
 * One pinned ERC-20, identified by chain and address. The name and decimals that the contract reports are never
 * trusted. The code hash (EIP-1052) is checked before every relay.
 */
export interface Erc20Asset {
  readonly kind: 'erc20';
  readonly id: AssetId;
  readonly chainId: number;
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
  readonly codeHash: Bytes32;
  readonly balances: BalanceLayout;
  /** The proxied code, or null if all the code is the token's own. */
  readonly proxy: TokenProxy | null;
}

export type Asset = NativeAsset | Erc20Asset;

const codeHash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform(parseBytes32);

/** What the asset registry pins of an ERC-20, as stored. */
export const Erc20Pins = z.union([
  z.strictObject({ codeHash, balances: BalanceLayoutSchema, proxy: TokenProxySchema.nullable() }),
  // Pinned before other balance layouts and proxies were supported.
  z
    .strictObject({ codeHash, balanceSlot: z.int().min(0).max(255) })
    .transform((pins) => ({ codeHash: pins.codeHash, balances: mappingAt(pins.balanceSlot), proxy: null })),
]);
