import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import { applyMigrations } from '../src/infra/database/migrate.js';
import { stopLeftover } from '../sandbox/pid-file.js';
import { type Postgres, removePostgres, startPostgres } from '../sandbox/postgres.js';
import { writeChainTemplate } from './world.js';

const prefix = 'sluice-test-';
/** With the number of the run's process behind it. */
const chainPrefix = 'sluice-chain-';

declare global {
  var sluiceTestWorld: { postgres: Postgres; remove: () => Promise<void> } | undefined;
}

/** Memory where there is plenty of it: copying the template writes 300 files, ten times slower on a disk. */
function fastestFolder(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 4e9 ? memory : tmpdir();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What killed runs have left in a temporary folder, running or not. */
async function removeLeftovers(folder: string): Promise<void> {
  // Refused while the run that made it goes on; and a run that begins right now has not marked its own yet.
  const goesOn = (): void => undefined;
  const isOld = (path: string): boolean => Date.now() - statSync(path).mtimeMs > 120_000;
  for (const name of readdirSync(folder).filter((each) => each.startsWith('sluice-'))) {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false }) === undefined || !isOld(path)) continue;
    if (name.startsWith(prefix)) await removePostgres(path).catch(goesOn);
    if (name.startsWith('sluice-postgres-')) await removePostgres(join(path, 'data')).catch(goesOn);
    if (name.startsWith('sluice-anvil-')) await stopLeftover(path).catch(goesOn);
    if (name.startsWith(chainPrefix) && !isAlive(Number.parseInt(name.slice(chainPrefix.length), 10)))
      rmSync(path, { recursive: true, force: true });
  }
}

/** One PostgreSQL for the whole run, and what each suite copies: an up-to-date database, and a chain with Safes. */
export default async function globalSetup(): Promise<void> {
  if (globalThis.sluiceTestWorld) return;
  const folder = fastestFolder();
  for (const each of new Set([folder, tmpdir()])) await removeLeftovers(each);
  const dataFolder = mkdtempSync(join(folder, prefix));
  const postgres = await startPostgres({ dataFolder, durable: false });
  const chainFolder = mkdtempSync(join(tmpdir(), `${chainPrefix}${String(process.pid)}-`));
  globalThis.sluiceTestWorld = {
    postgres,
    remove: async () => {
      await removePostgres(dataFolder);
      rmSync(chainFolder, { recursive: true, force: true });
    },
  };
  const chain = join(chainFolder, 'chain.json');
  await Promise.all([writeTemplateDatabase(postgres), writeChainTemplate(chain)]);
  process.env['SLUICE_TEST_DATABASE'] = postgres.url('postgres');
  process.env['SLUICE_TEST_CHAIN'] = chain;
}

async function writeTemplateDatabase(postgres: Postgres): Promise<void> {
  await postgres.createDatabase('template_sluice');
  await applyMigrations(postgres.url('template_sluice'));
  await runMigrations({ connectionString: postgres.url('template_sluice') });
}
