import { z } from 'zod';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { AssetId } from '../values/identifier.js';

/** The chain's own coin. */
interface NativeAsset {
  readonly kind: 'native';
  readonly id: AssetId;
  readonly chainId: number;
  readonly symbol: string;
  readonly decimals: 18;
}

/**
 * One pinned ERC-20. Its identity is chain and address; the name and decimals that the contract
 * itself reports are never read for meaning. The code hash (EIP-1052) is checked before every relay.
 */
export interface Erc20Asset {
  readonly kind: 'erc20';
  readonly id: AssetId;
  readonly chainId: number;
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
  readonly codeHash: Bytes32;
  /** Position of Solidity's `mapping(address => uint256)` of balances. */
  readonly balanceSlot: number;
}

export type Asset = NativeAsset | Erc20Asset;

/** What the asset registry pins of an ERC-20, as stored. */
export const Erc20Pins = z.strictObject({
  codeHash: z.string().regex(/^0x[0-9a-f]{64}$/),
  balanceSlot: z.int().min(0).max(255),
});
