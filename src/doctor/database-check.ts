import { z } from 'zod';
import { openClient } from '../infra/database/connections.js';
import { migrationState } from '../infra/database/migrate.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';

const VERSION_MIN = 150_000;
/** In milliseconds, as `health` warns. */
const SKEW_WARN = 5_000;

const Said = z.tuple([z.object({ version: z.coerce.number(), shown: z.string(), now: z.date() })]);

export interface SeenDatabase {
  readonly findings: readonly Finding[];
  /** Whether it has the tables of this version, and what is in them can be looked at. */
  readonly isReadable: boolean;
}

/** Whether the database answers, is of this version or can become so, and shows the time that it is here. */
export async function seenDatabase(databaseUrl: string): Promise<SeenDatabase> {
  let client: Awaited<ReturnType<typeof openClient>>;
  try {
    client = await openClient(databaseUrl);
  } catch (error) {
    const todo =
      'See that PostgreSQL runs, and that DATABASE_URL names its host, user, password and database.';
    return {
      findings: [fail('database', `It does not let Sluice in: ${reasonOf(error)}.`, todo)],
      isReadable: false,
    };
  }
  try {
    const before = Date.now();
    const { rows } = await client.query(
      `SELECT current_setting('server_version_num') AS version, current_setting('server_version') AS shown, clock_timestamp() AS now`,
    );
    const [{ version, shown, now }] = Said.parse(rows);
    const skewMs = Math.round((before + Date.now()) / 2 - now.getTime());
    const server =
      version < VERSION_MIN
        ? fail('database', `It is PostgreSQL ${shown}.`, 'Use PostgreSQL 15 or newer.')
        : ok('database', `It answers: PostgreSQL ${shown}.`);
    const { finding, isReadable } = schemaOf(await migrationState(client));
    return { findings: [server, finding, clock(skewMs)], isReadable };
  } finally {
    await client.end();
  }
}

function schemaOf({ why, isEmpty, lacking }: Awaited<ReturnType<typeof migrationState>>): {
  readonly finding: Finding;
  readonly isReadable: boolean;
} {
  const check = 'migrations';
  if (why !== undefined) {
    const todo = 'Start the version that made it, or give this one a database of its own.';
    return { finding: fail(check, why, todo), isReadable: false };
  }
  if (isEmpty)
    return {
      finding: warn(
        check,
        'The database is empty.',
        'Found the installation (npm run bootstrap -- --help): it makes the tables.',
      ),
      isReadable: false,
    };
  if (lacking.length > 0) {
    const words = `It lacks ${String(lacking.length)}: ${lacking.join(', ')}.`;
    return { finding: warn(check, words, 'Make a backup; the start applies them.'), isReadable: false };
  }
  return { finding: ok(check, 'It has all of this version.'), isReadable: true };
}

function clock(skewMs: number): Finding {
  const seconds = String(Math.round(Math.abs(skewMs) / 1000));
  if (Math.abs(skewMs) <= SKEW_WARN) return ok('clock', `It is that of the database, to ${seconds} seconds.`);
  const words = `It is ${seconds} seconds ${skewMs > 0 ? 'ahead of' : 'behind'} the database's, by which everything is decided.`;
  return warn('clock', words, 'Set both by NTP.');
}
