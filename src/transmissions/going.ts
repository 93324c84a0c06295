import type { GasEstimate } from '../domain/relay/gas-limit.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import type { Concerned } from './concerned.js';
import type { Flight, NewFlight } from './flights.repository.js';

/** Whose turn it is with a relayer's key. */
export interface KeyTurn {
  readonly block: AgreedBlock;
  /** The account nonce of the next bytes. */
  readonly nonce: bigint;
  /** What is stored for the key, mined or not. */
  readonly held: Flight | undefined;
  /** The transfer's own bytes that are not mined. */
  readonly own: Flight | undefined;
  /** Bytes that nobody wants any more: whoever comes next replaces them at their account nonce. */
  readonly left: Flight | undefined;
  /** Another transfer, whose bytes go first. */
  readonly heldBy: TransferId | undefined;
}

/** A transfer whose turn it is. */
export interface Going {
  readonly safe: OnboardedSafe;
  readonly concerned: Concerned & { readonly transferId: TransferId };
  readonly turn: KeyTurn;
}

/** Signed bytes that are not stored yet. */
export interface Draft {
  readonly flight: NewFlight;
  /** The hash of what they replace. */
  readonly seen: Bytes32 | undefined;
  /** What the providers said, if somebody is far off. */
  readonly disputed: readonly GasEstimate[] | undefined;
}
