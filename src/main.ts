import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { configFromEnvironment } from './config/config.js';
import { programOf } from './config/program.js';
import { isUpToDate } from './infra/database/own-migrations.js';

async function start(): Promise<string> {
  const config = configFromEnvironment();
  await migrate(config.databaseUrl);
  // All of it takes seconds to load, which --help need not wait for.
  const { NestFactory } = await import('@nestjs/core');
  const { ConsoleLogger } = await import('@nestjs/common');
  const { AppModule } = await import('./app.module.js');
  const { applicationOptions, configureApplication } = await import('./infra/http/application.js');
  const logger = new ConsoleLogger({ json: true, logLevels: ['warn', 'error', 'fatal'] });
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(config),
    applicationOptions(logger),
  );
  configureApplication(app, config);
  app.enableShutdownHooks();
  await app.listen(config.port, config.host);
  return `http://${config.host}:${String(config.port)}`;
}

/**
 * Migrates in a child process, if there is anything to do: the schema engine takes 100 MB, which the service would never
 * give back. It also says what is wrong with a database that cannot be asked.
 */
async function migrate(databaseUrl: string): Promise<void> {
  if (await isUpToDate(databaseUrl).catch(() => false)) return;
  try {
    await promisify(execFile)(process.execPath, [
      fileURLToPath(new URL('./migrate-main.js', import.meta.url)),
    ]);
  } catch (cause) {
    const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new Error(`The database at DATABASE_URL cannot be reached or brought up to date. ${words}`, {
      cause,
    });
  }
}

/** One line per cause that an operator can fix, without settings' values, which may be secrets. */
function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'The port is in use by another program.';
  return error instanceof Error ? error.message : String(error);
}

programOf(
  'npm start',
  'The gateway, by the settings of the environment and .env (.env.example explains them)',
  ['npm start', 'npm start -- --help'],
).parse();

try {
  process.stdout.write(`Sluice is ready on ${await start()}\n`);
} catch (error) {
  process.stderr.write(`Sluice cannot start. ${explain(error)}\n`);
  process.exit(1);
}
