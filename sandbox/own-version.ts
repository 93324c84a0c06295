import { isOfAnotherVersion } from '../src/infra/database/migrate.js';
import { SandboxError } from './sandbox-error.js';

/** Refuses the data of another version: the user is told to delete it, because sandbox data is never migrated. */
export async function requireOwnVersion(databaseUrl: string): Promise<void> {
  if (!(await isOfAnotherVersion(databaseUrl))) return;
  throw new SandboxError(
    'The data of the sandbox was made by another version of Sluice. To throw it away and start over: npm start -- --fresh',
  );
}
