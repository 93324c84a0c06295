import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { AssetId, DestinationId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/** An entry of the address book: immutable; a change is a new entry. Transfers name the entry, never an address. */
export interface Destination {
  readonly id: DestinationId;
  readonly chainId: number;
  readonly address: Address;
  readonly label: string;
  readonly assetIds: readonly AssetId[];
  readonly approvedAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
  readonly removedAt: UnixSeconds | null;
  /** EIP-1052 hash of the code that was approved, or null for "no code". */
  readonly codeHash: Bytes32 | null;
}
