import { Injectable } from '@nestjs/common';
import type { KeyId } from '../../domain/identity/person.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import { Database, fromDate, type Tx } from '../../infra/database/database.js';

/** When each key last signed something that was taken, to a minute. For people to look at: nothing is decided by it. */
@Injectable()
export class KeyUsesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Writes at most once a minute and key. It never waits, so it has no place in the order of locks: who finds another
   * transaction noting the same key leaves it to that one.
   */
  async note(key: KeyId, tx: Tx = this.database.read): Promise<void> {
    await tx.$executeRaw`
      WITH due AS MATERIALIZED (
        SELECT clock_timestamp() AS at WHERE NOT EXISTS (
          SELECT FROM key_use
          WHERE key_id = ${key} AND last_used_at > clock_timestamp() - interval '1 minute')
      ), turn AS MATERIALIZED (
        SELECT at, pg_try_advisory_xact_lock(hashtextextended(${`key-use:${key}`}, 0)) AS is_mine FROM due
      )
      INSERT INTO key_use (key_id, last_used_at) SELECT ${key}, at FROM turn WHERE is_mine
      ON CONFLICT (key_id) DO UPDATE SET last_used_at = EXCLUDED.last_used_at
        WHERE key_use.last_used_at < EXCLUDED.last_used_at`;
  }

  /** Of those of the keys that have signed since uses are noted. */
  async of(keys: readonly KeyId[]): Promise<ReadonlyMap<KeyId, UnixSeconds>> {
    const rows = await this.database.read.keyUse.findMany({ where: { keyId: { in: [...keys] } } });
    return new Map(rows.map(({ keyId, lastUsedAt }) => [keyId as KeyId, fromDate(lastUsedAt)]));
  }
}
