import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openClient, openPool } from './connections.js';
import { withSchemaEngine } from './schema-engine.js';

/** Three levels up from both src/infra/database and dist/infra/database. */
export const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations/', import.meta.url));

/** Any constant will do, as long as nothing else in this database locks on it. */
const migrationLock = 5_104_020_823_701;

async function readMigrations() {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (path) => {
      const value = await readFile(`${migrationsFolder}${path}/migration.sql`, 'utf8');
      return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
    }),
  );
  return {
    baseDir: migrationsFolder,
    lockfile: { path: './migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}

/**
 * Applies the migrations that this database does not have yet, and returns their names. Replicas that start at
 * once queue on an advisory lock, so that exactly one of them applies each migration.
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
