import { Injectable } from '@nestjs/common';
import type { FreezeScope } from '../domain/safes/freeze.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';

/**
 * The order of freezes and of what they stop, on all replicas (decision record 0019): steps of a Safe share a lock, a
 * freeze has it alone, both to the end of their transactions. A freeze that waits lets no later step pass.
 */
@Injectable()
export class FreezeTurnsRepository {
  /** For a step of one Safe: waits for freezes of it, and of all, that are ahead, and keeps later ones out. */
  async step(tx: Tx, safeId: SafeId): Promise<void> {
    await tx.$executeRaw`
      SELECT pg_advisory_xact_lock_shared(hashtextextended('freeze:all', 0)),
        pg_advisory_xact_lock_shared(hashtextextended(${`freeze:${safeId}`}, 0))`;
  }

  /** For a freeze: waits for the steps that are ahead. Taken before any step of the same transaction, or two could wait in a ring. */
  async freeze(tx: Tx, scope: FreezeScope): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`freeze:${scope}`}, 0))`;
  }
}
