import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { LOG_SETTINGS } from '../../../test/log-settings.js';
import { emptyDatabase, type FreshDatabase } from '../../../test/world.js';
import { openClient, openPool } from './connections.js';
import { applyMigrations, isOfAnotherVersion } from './migrate.js';
import { isUpToDate, migrationsFolder } from './own-migrations.js';
import { withSchemaEngine } from './schema-engine.js';

interface Column {
  table: string;
  column: string;
  nullable: boolean;
}

/** The columns that schema.prisma asks for, read from its text: Prisma's own parser is not a part of the service. */
function columnsOf(schema: string): Column[] {
  const models = [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => ({
    name,
    body,
  }));
  const names = new Set(models.map(({ name }) => name));
  return models.flatMap(({ name, body }) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name;
    const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)(\[\]|\?)?(.*)$/gm)];
    return fields
      .filter(([, , type = '']) => !names.has(type))
      .map(([, field = '', , mark, rest = '']) => ({
        table,
        column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field,
        // Prisma gives a list no NOT NULL.
        nullable: mark !== undefined,
      }));
  });
}

/** The members of Prisma's table that are read. */
const RECORDS = `CREATE TABLE _prisma_migrations (
  migration_name text, checksum text DEFAULT '', started_at timestamptz DEFAULT now(),
  finished_at timestamptz DEFAULT now(), rolled_back_at timestamptz, logs text)`;

const byName = (a: Column, b: Column): number =>
  `${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1;

describe('applyMigrations', () => {
  const names = readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const schema = readFileSync(`${migrationsFolder}../schema.prisma`, 'utf8');
  const first = names[0] ?? '';
  const script = readFileSync(`${migrationsFolder}${first}/migration.sql`, 'utf8');
  let database: FreshDatabase;
  let client: Client;

  /** One that Prisma's own engine has brought to this script. */
  async function databaseOf(value: string): Promise<FreshDatabase> {
    const made = await emptyDatabase();
    const pool = openPool({ connectionString: made.url, max: 1 });
    const migrationFile = { path: 'migration.sql', content: { tag: 'ok' as const, value } };
    const migrationsList = {
      baseDir: migrationsFolder,
      lockfile: { path: './migration_lock.toml', content: 'provider = "postgresql"\n' },
      shadowDbInitScript: '',
      migrationDirectories: [{ path: first, migrationFile }],
    };
    await withSchemaEngine({ pool, onWarning: () => undefined }, (engine) =>
      engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } }),
    );
    await pool.end();
    return made;
  }

  beforeAll(async () => {
    database = await emptyDatabase();
    client = await openClient(database.url);
  });
  afterAll(async () => {
    await client.end();
    await database.drop({ areActsMadeUp: true });
  });

  it('applies each migration once, however many replicas start together', async () => {
    expect(await isUpToDate(database.url)).toBe(false);
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url)));
    expect(applied.flat()).toEqual(names);
    expect(await applyMigrations(database.url)).toEqual([]);
    expect(await isUpToDate(database.url)).toBe(true);
    const { rows } = await client.query(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
    );
    expect(rows).toEqual(names.map((name) => ({ migration_name: name })));
  });

  it('makes every column of schema.prisma, and no other', async () => {
    const { rows } = await client.query<Column>(
      `SELECT table_name AS "table", column_name AS "column", is_nullable = 'YES' AS nullable
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
    );
    const wanted = columnsOf(schema);
    expect(wanted.length).toBeGreaterThan(50);
    expect(rows.sort(byName)).toEqual(wanted.sort(byName));
  });

  it('ends at the schema that schema.prisma has now', () => {
    expect(readFileSync(`${migrationsFolder}${names.at(-1) ?? ''}/schema.prisma`, 'utf8')).toBe(schema);
  });

  it.each([
    [
      'audit_staged',
      'detail',
      `INSERT INTO audit_staged (ref, type, actor, detail, seal)
       VALUES (gen_random_uuid(), 'test', 'system', '{}', '')`,
    ],
    [
      'log_tile',
      'level',
      `INSERT INTO log_tile VALUES (0, 0, decode(repeat('00', 8192), 'hex'), sha256(''))`,
    ],
    ['log_cosignature', 'line', `INSERT INTO log_cosignature VALUES (1, 'w', 'l')`],
  ])('refuses every change of %s', async (table, column, row) => {
    await client.query(row);
    for (const [operation, sql] of [
      ['UPDATE', `UPDATE ${table} SET ${column} = ${column}`],
      ['DELETE', `DELETE FROM ${table}`],
      ['TRUNCATE', `TRUNCATE ${table}`],
      ['DELETE', `SET session_replication_role = replica; DELETE FROM ${table}`],
    ] as const)
      await expect(client.query(sql)).rejects.toThrow(`${table} is append-only: ${operation} is refused`);
    await client.query('RESET session_replication_role');
  });

  it.each([
    ['UPDATE', `UPDATE audit_entry SET body = 'other'`],
    ['UPDATE', `UPDATE audit_entry SET body = 'other' WHERE false`],
    ['DELETE', 'DELETE FROM audit_entry'],
    ['TRUNCATE', 'TRUNCATE audit_entry'],
    ['UPDATE', `SET session_replication_role = replica; UPDATE audit_entry SET body = 'other'`],
  ])('refuses %s of the log: %s', async (operation, sql) => {
    await client.query(
      `INSERT INTO audit_entry ("index", type, actor, at, body, leaf_hash)
       VALUES (0, 'test', 'system', now(), '{}', '0x') ON CONFLICT DO NOTHING`,
    );
    await expect(client.query(sql)).rejects.toThrow(`audit_entry is append-only: ${operation} is refused`);
    await client.query('RESET session_replication_role');
    expect((await client.query('SELECT body FROM audit_entry')).rows).toEqual([{ body: '{}' }]);
  });

  it('leaves a database of another version as it is', async () => {
    const other = await emptyDatabase();
    const old = await openClient(other.url);
    try {
      await old.query(`
        ${RECORDS};
        INSERT INTO _prisma_migrations (migration_name) VALUES ('20261122000000_init'), ('20261127113704_limits')`);
      expect(await isOfAnotherVersion(other.url)).toBe(true);
      expect(await isUpToDate(other.url)).toBe(false);
      await expect(applyMigrations(other.url)).rejects.toThrow(
        'It was made by another version of Sluice, whose migration 20261122000000_init this one does not have; nothing was changed.',
      );
      const tables = await old.query(
        `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
      );
      expect(tables.rows).toEqual([{ relname: '_prisma_migrations' }]);
    } finally {
      await old.end();
      await other.drop();
    }
  });

  it('takes one with an older text of its migration for one of another version', async () => {
    const other = await databaseOf(`${script}\n-- as it was`);
    expect(await isOfAnotherVersion(other.url)).toBe(true);
    expect(await isUpToDate(other.url)).toBe(false);
    await expect(applyMigrations(other.url)).rejects.toThrow(
      `It was made by another version of Sluice, whose migration ${first} has another text than this one's; nothing was changed.`,
    );
    await other.drop();
  });

  it('says what failed and what to do, and goes on when that is done', async () => {
    const other = await emptyDatabase();
    const operator = await openClient(other.url);
    const inTheWay = 'FUNCTION "audit_entry_refuse_change"()';
    await operator.query(
      `CREATE EXTENSION pg_trgm; CREATE ${inTheWay} RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    );
    await expect(applyMigrations(other.url)).rejects.toThrow('already exists with same argument types');
    await expect(applyMigrations(other.url)).rejects.toThrow(
      /^Migration \S+ failed at [-:+\d ]+ and left nothing behind but its record\. It said: "function "audit_entry_refuse_change" already exists with same argument types"\. Remove the cause, then the record \(DELETE FROM _prisma_migrations WHERE finished_at IS NULL\), and start again\.$/,
    );
    expect(await isOfAnotherVersion(other.url)).toBe(false);
    await operator.query(`DROP ${inTheWay}; DELETE FROM _prisma_migrations WHERE finished_at IS NULL`);
    expect(await applyMigrations(other.url)).toEqual(names);
    await operator.query('UPDATE _prisma_migrations SET finished_at = NULL');
    expect(await isUpToDate(other.url)).toBe(false);
    await expect(applyMigrations(other.url)).rejects.toThrow('it is not known how it ended');
    await operator.end();
    await other.drop({ areActsMadeUp: true });
  });

  it('refuses before it changes anything what cannot have pg_trgm, and says what to do', async () => {
    const other = await emptyDatabase();
    const admin = await openClient(other.url);
    const role = `plain_${randomUUID().slice(0, 8)}`;
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT ALL ON SCHEMA public TO ${role}`);
    const url = new URL(other.url);
    url.username = role;
    url.password = 'x';
    await expect(applyMigrations(url.href)).rejects.toThrow('may not create the extension pg_trgm: as an');
    await admin.query('CREATE SCHEMA extensions; CREATE EXTENSION pg_trgm SCHEMA extensions');
    await expect(applyMigrations(url.href)).rejects.toThrow('in a schema that this user may not use: GRANT');
    expect((await admin.query(`SELECT to_regclass('_prisma_migrations') AS found`)).rows).toEqual([
      { found: null },
    ]);
    // Sluice's user makes its own schema for jobs.
    const name = url.pathname.slice(1);
    await admin.query(
      `GRANT USAGE ON SCHEMA extensions TO ${role}; GRANT CREATE ON DATABASE "${name}" TO ${role}`,
    );
    expect(await applyMigrations(url.href)).toEqual(names);
    await admin.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
    await admin.end();
    await other.drop({ areActsMadeUp: true });
  });

  it('takes a database without tables, and its own, for one of this version', async () => {
    const empty = await emptyDatabase();
    expect(await isOfAnotherVersion(empty.url)).toBe(false);
    await empty.drop();
    expect(await isOfAnotherVersion(database.url)).toBe(false);
  });

  it('tells an operator in one line that a database is of another version, and exits with 1', async () => {
    const other = await emptyDatabase();
    const old = await openClient(other.url);
    await old.query(`${RECORDS}; INSERT INTO _prisma_migrations VALUES ('20261122000000_init')`);
    await old.end();
    const env = {
      DATABASE_URL: other.url,
      RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
      CHAIN_ID: '1',
      RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
      FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
      ...LOG_SETTINGS,
      SESSION_SECRET: 'a secret that is longer than 32 characters',
      PUBLIC_ORIGIN: 'http://localhost:3000',
    };
    const program = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], { env, encoding: 'utf8' });
    await other.drop();
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Sluice cannot start. The database at DATABASE_URL cannot be reached or brought up to date. It was made by ' +
        'another version of Sluice, whose migration 20261122000000_init this one does not have; nothing was changed.\n',
    });
  });

  it('refuses a negative reservation', async () => {
    const sql = `INSERT INTO reservation (transfer_id, scope, amount, state, reserved_at) VALUES ('t', 's', -1, 'held', now())`;
    await expect(client.query(sql)).rejects.toThrow('reservation_not_negative');
  });
});
