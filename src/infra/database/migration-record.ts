import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { z } from 'zod';

/** A migration as this version has it. */
export interface OwnMigration {
  readonly name: string;
  readonly script: string;
}

const Exists = z.tuple([z.object({ exists: z.boolean() })]);
const Recorded = z.array(
  z.object({
    name: z.string(),
    checksum: z.string(),
    begun: z.string(),
    isFinished: z.boolean(),
    logs: z.string().nullable(),
  }),
);
export type RecordedMigration = z.output<typeof Recorded>[number];

/** What was applied to this database, or begun, as Prisma has recorded it. */
export async function recordedMigrations(client: Client): Promise<readonly RecordedMigration[]> {
  const table = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`);
  if (!Exists.parse(table.rows)[0].exists) return [];
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, started_at::timestamptz(0)::text AS begun,
            finished_at IS NOT NULL AS "isFinished", logs
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY name, started_at`,
  );
  return Recorded.parse(rows);
}

/** As Prisma makes it: SHA-256 of the script. */
function checksumOf({ script }: OwnMigration): string {
  return createHash('sha256').update(script).digest('hex');
}

/** Why this database is one of another version, from which no migration leads here; undefined if it is not. */
export function whyForeign(
  recorded: readonly RecordedMigration[],
  own: readonly OwnMigration[],
): string | undefined {
  const scripts = new Map(own.map((each) => [each.name, checksumOf(each)]));
  for (const { name, checksum, isFinished } of recorded) {
    if (!scripts.has(name)) return `whose migration ${name} this one does not have`;
    // One that failed has left nothing but its record.
    if (isFinished && scripts.get(name) !== checksum)
      return `whose migration ${name} has another text than this one's`;
  }
  return undefined;
}

/** Whether each own migration has ended there, with the text that it has here, and nothing else was begun. */
export function isAllApplied(recorded: readonly RecordedMigration[], own: readonly OwnMigration[]): boolean {
  return (
    recorded.length === own.length &&
    recorded.every(({ isFinished }) => isFinished) &&
    own.every(({ name }) => recorded.some((each) => each.name === name)) &&
    whyForeign(recorded, own) === undefined
  );
}

/** What an operator is told of a migration that did not end; undefined if there is none. */
export function whyUnfinished(recorded: readonly RecordedMigration[]): string | undefined {
  const unfinished = recorded.find(({ isFinished }) => !isFinished);
  if (!unfinished) return undefined;
  const { name, begun, logs } = unfinished;
  if (!logs)
    return (
      `Migration ${name} was begun at ${begun}, and it is not known how it ended: restore the backup of before, ` +
      'or, if Sluice never ran on this database, make an empty one, and start again.'
    );
  // The script ran as one transaction.
  return (
    `Migration ${name} failed at ${begun} and left nothing behind but its record. It said: ${sayingOf(logs)} ` +
    'Remove the cause, then the record (DELETE FROM _prisma_migrations WHERE finished_at IS NULL), and start again.'
  );
}

/** PostgreSQL's own sentence out of what Prisma kept, in one line. */
function sayingOf(logs: string): string {
  const said = /ERROR: (.*)/.exec(logs)?.[1] ?? logs.replaceAll(/\s+/g, ' ');
  return `"${said.trim().slice(0, 300)}".`;
}
