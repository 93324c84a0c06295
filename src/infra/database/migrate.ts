import type { Client } from 'pg';
import { openClient, openPool } from './connections.js';
import { type OwnMigration, recordedMigrations, whyForeign, whyUnfinished } from './migration-record.js';
import { ownOf, readMigrations } from './own-migrations.js';
import { withSchemaEngine } from './schema-engine.js';
import { whyNoTrigrams } from './trigrams.js';

/** Any constant will do, as long as nothing else in this database locks on it. */
const migrationLock = 5_104_020_823_701;

/** True if another version made this database, so that no migration leads from it to this version's schema. */
export async function isOfAnotherVersion(databaseUrl: string): Promise<boolean> {
  const own = ownOf(await readMigrations());
  const client = await openClient(databaseUrl);
  try {
    return whyForeign(await recordedMigrations(client), own) !== undefined;
  } finally {
    await client.end();
  }
}

/** How this database stands to this version: what it lacks, or why nothing can be applied. It changes nothing. */
export async function migrationState(client: Client): Promise<{
  readonly why: string | undefined;
  readonly isEmpty: boolean;
  readonly lacking: readonly string[];
}> {
  const own = ownOf(await readMigrations());
  const recorded = await recordedMigrations(client);
  const applied = new Set(recorded.filter(({ isFinished }) => isFinished).map(({ name }) => name));
  return {
    why: await whyNot(client, own),
    isEmpty: recorded.length === 0,
    lacking: own.map(({ name }) => name).filter((name) => !applied.has(name)),
  };
}

/** Why nothing can be applied to this database, and what to do about it; undefined if it can. */
async function whyNot(client: Client, own: readonly OwnMigration[]): Promise<string | undefined> {
  const recorded = await recordedMigrations(client);
  const foreign = whyForeign(recorded, own);
  if (foreign !== undefined)
    return `It was made by another version of Sluice, ${foreign}; nothing was changed.`;
  return whyUnfinished(recorded) ?? (recorded.length === 0 ? whyNoTrigrams(client) : undefined);
}

/**
 * Applies the migrations that this database lacks, and returns their names. Replicas that start at once queue on an
 * advisory lock, so each migration is applied once. A database of another version is refused and left unchanged.
 */
export async function applyMigrations(
  databaseUrl: string,
  onWarning: (message: string) => void = () => undefined,
): Promise<string[]> {
  const migrationsList = await readMigrations();
  const lock = await openClient(databaseUrl);
  const pool = openPool({ connectionString: databaseUrl, max: 1 });
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const why = await whyNot(lock, ownOf(migrationsList));
    if (why !== undefined) throw new Error(why);
    const { appliedMigrationNames } = await withSchemaEngine({ pool, onWarning }, (engine) =>
      engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } }),
    );
    return appliedMigrationNames;
  } finally {
    await pool.end();
    // Ending the session releases the lock, also after an error.
    await lock.end();
  }
}
