import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openClient } from './connections.js';
import { type OwnMigration, isAllApplied, recordedMigrations } from './migration-record.js';

/** Three levels up from both src/infra/database and dist/infra/database. */
export const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations/', import.meta.url));

/** In the form that Prisma's engine takes. */
export async function readMigrations() {
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

type MigrationsList = Awaited<ReturnType<typeof readMigrations>>;

export function ownOf({ migrationDirectories }: MigrationsList): OwnMigration[] {
  return migrationDirectories.map(({ path, migrationFile }) => ({
    name: path,
    script: migrationFile.content.value,
  }));
}

/** Whether this database has every migration of this version, as it is here, and no other. */
export async function isUpToDate(databaseUrl: string): Promise<boolean> {
  const own = ownOf(await readMigrations());
  const client = await openClient(databaseUrl);
  try {
    return isAllApplied(await recordedMigrations(client), own);
  } finally {
    await client.end();
  }
}
