import { configFromEnvironment } from './config/config.js';
import { applyMigrations } from './infra/database/migrate.js';

try {
  await applyMigrations(configFromEnvironment().databaseUrl);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
