import { isOfAnotherVersion } from '../src/infra/database/migrate.js';
import { SandboxError } from './sandbox-error.js';

/** The sandbox's data is for playing: what another version left is thrown away by whoever is told so, never moved. */
export async function requireOwnVersion(databaseUrl: string): Promise<void> {
  if (!(await isOfAnotherVersion(databaseUrl))) return;
  throw new SandboxError(
    'The data of the sandbox was made by another version of Sluice. To throw it away and start over: npm start -- --fresh',
  );
}
