import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { z } from 'zod';
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

const Exists = z.tuple([z.object({ exists: z.boolean() })]);
const Applied = z.array(z.object({ name: z.string() }));

/** Migrations of the database that this version does not know, so another version made it. */
async function foreignTo(client: Client, known: readonly string[]): Promise<string[]> {
  const table = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`);
  if (!Exists.parse(table.rows)[0].exists) return [];
  const { rows } = await client.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY name');
  return Applied.parse(rows)
    .map(({ name }) => name)
    .filter((name) => !known.includes(name));
}

/** True if another version made this database, so that no migration leads from it to this version's schema. */
export async function isOfAnotherVersion(databaseUrl: string): Promise<boolean> {
  const { migrationDirectories } = await readMigrations();
  const client = await openClient(databaseUrl);
  try {
    const known = migrationDirectories.map(({ path }) => path);
    return (await foreignTo(client, known)).length > 0;
  } finally {
    await client.end();
  }
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
    const known = migrationsList.migrationDirectories.map(({ path }) => path);
    const [foreign] = await foreignTo(lock, known);
    if (foreign !== undefined) {
      throw new Error(
        `It was made by another version of Sluice, whose migration ${foreign} this one does not have; nothing was changed.`,
      );
    }
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
