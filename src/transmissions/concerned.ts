import type { Address } from '../domain/values/address.js';
import type { SafeId, TransferId } from '../domain/values/identifier.js';

/** The Safe, and the transfer if it is about one, that a relayer's key is too poor or too thrifty for. */
export interface Concerned {
  readonly safeId: SafeId;
  readonly transferId: TransferId | null;
  readonly address: Address;
}
