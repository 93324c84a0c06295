import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { UnixSeconds } from '../values/time.js';

/** A block on which every provider agreed. Its hash pins all reads. The rest is the block context that code can see. */
export interface AgreedBlock {
  readonly number: bigint;
  readonly hash: Bytes32;
  readonly timestamp: UnixSeconds;
  /** Wei per gas. */
  readonly baseFeePerGas: bigint;
  readonly coinbase: Address;
  readonly prevRandao: Bytes32;
  readonly stateRoot: Bytes32;
  readonly gasLimit: bigint;
}
