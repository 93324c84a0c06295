import { configFromEnvironment } from './config/config.js';
import { programOf } from './config/program.js';
import { applyMigrations } from './infra/database/migrate.js';

programOf(
  'node dist/migrate-main.js',
  'Bring the database at DATABASE_URL up to date; the service does it itself',
  ['node --env-file=.env dist/migrate-main.js'],
).parse();

try {
  await applyMigrations(configFromEnvironment().databaseUrl);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
