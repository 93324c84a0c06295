import type { Bytes32 } from '../values/hex.js';
import type { TransferId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { isCleared } from './clearance-of.js';
import type { Intent } from './intent.js';
import { type Transfer, isBeforeRelay } from './transfer.js';

/** The part of a transfer that says from whom it is hidden until they have entered it from the ticket. */
export interface VeilableTransfer {
  readonly id: TransferId;
  readonly revision: number;
  readonly createdAt: UnixSeconds;
  readonly intent: Pick<Intent, 'requesterId' | 'assetId' | 'amount'>;
  /** After the relay nobody confirms it, and it is hidden from nobody. */
  readonly isBeforeRelay: boolean;
  /** Of the policy that it was cleared by, if it is cleared. */
  readonly policyHash: Bytes32 | undefined;
}

export function veilable(transfer: Transfer): VeilableTransfer {
  const { id, revision, createdAt, intent } = transfer;
  const policyHash = isCleared(transfer) ? transfer.evidence.cleared.policyHash : undefined;
  return { id, revision, createdAt, intent, isBeforeRelay: isBeforeRelay(transfer), policyHash };
}
