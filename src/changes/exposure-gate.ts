import type { SafeId, TransferId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';

/**
 * Tells what is exposed on a Safe, for changes that must wait until nothing is. A row above implements it; without an
 * implementation the application does not start.
 */
export abstract class ExposureGate {
  /**
   * The transfers of this Safe that owners were asked to sign and that only the chain can end. No further one is relayed
   * before the transaction ends. To prevent deadlock, call it before the register is locked.
   */
  abstract open(tx: Tx, safeId: SafeId): Promise<readonly TransferId[]>;
}
