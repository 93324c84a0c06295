import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import '../scripts/typescript-imports.mjs';
import type { Postgres } from '../src/sandbox/postgres.js';

const prefix = 'sluice-test-';

declare global {
  var sluiceTestPostgres: { postgres: Postgres; remove: () => Promise<void> } | undefined;
}

/** With a pool of our own, because the engine's stays open and holds up Jest's exit. */
async function installJobs(url: string): Promise<void> {
  const pgPool = new pg.Pool({ connectionString: url });
  pgPool.on('error', console.error);
  await runMigrations({ pgPool });
  await pgPool.end();
}

/** One PostgreSQL for the whole run, with a template of an up-to-date database that each suite copies. */
export default async function globalSetup(): Promise<void> {
  // Jest maps and transforms imports in suites only; here Node itself loads the sources, once the hook is in place.
  const { applyMigrations } = await import('../src/infra/database/migrate.js');
  const { removePostgres, startPostgres } = await import('../src/sandbox/postgres.js');

  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    // Refused while the run that made it goes on, and then it is not a leftover.
    await removePostgres(join(tmpdir(), name)).catch(() => undefined);
  }
  const dataFolder = mkdtempSync(join(tmpdir(), prefix));
  const postgres = await startPostgres({ dataFolder, durable: false });
  globalThis.sluiceTestPostgres = { postgres, remove: () => removePostgres(dataFolder) };
  await postgres.createDatabase('template_sluice');
  await applyMigrations(postgres.url('template_sluice'));
  await installJobs(postgres.url('template_sluice'));
  process.env['SLUICE_TEST_DATABASE'] = postgres.url('postgres');
}
