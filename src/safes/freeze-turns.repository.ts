import { Injectable } from '@nestjs/common';
import type { FreezeScope } from '../domain/safes/freeze.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';

/**
 * Orders freezes and the steps that they stop, on all replicas (decision record 0019). Steps of a Safe share an
 * advisory lock, a freeze takes it alone, both to the end of their transactions. No step overtakes a waiting freeze.
 */
@Injectable()
export class FreezeTurnsRepository {
  /** For a step of one Safe: waits for earlier freezes of it or of all, and holds back later ones. */
  async step(tx: Tx, safeId: SafeId): Promise<void> {
    await tx.$executeRaw`
      SELECT pg_advisory_xact_lock_shared(hashtextextended('freeze:all', 0)),
        pg_advisory_xact_lock_shared(hashtextextended(${`freeze:${safeId}`}, 0))`;
  }

  /** For a freeze: waits for earlier steps. To prevent deadlock, take it before any step of the same transaction. */
  async freeze(tx: Tx, scope: FreezeScope): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`freeze:${scope}`}, 0))`;
  }
}
