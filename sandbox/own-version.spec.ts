import { expect, it } from '@jest/globals';
import { openClient } from '../src/infra/database/connections.js';
import { emptyDatabase } from '../test/world.js';
import { requireOwnVersion } from './own-version.js';
import { SandboxError } from './sandbox-error.js';

it('says of the data of another version how to throw it away', async () => {
  const database = await emptyDatabase();
  const client = await openClient(database.url);
  try {
    await requireOwnVersion(database.url);
    await client.query(`
      CREATE TABLE _prisma_migrations AS SELECT '20261122000000_init' AS migration_name, '' AS checksum,
        now() AS started_at, now() AS finished_at, NULL::timestamptz AS rolled_back_at, NULL::text AS logs`);
    await expect(requireOwnVersion(database.url)).rejects.toThrow(
      new SandboxError(
        'The data of the sandbox was made by another version of Sluice. To throw it away and start over: npm start -- --fresh',
      ),
    );
  } finally {
    await client.end();
    await database.drop();
  }
});
