import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { emptyDatabase, type FreshDatabase } from '../../../test/world.js';
import { openClient } from './connections.js';
import { applyMigrations, migrationsFolder } from './migrate.js';

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

const byName = (a: Column, b: Column): number =>
  `${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1;

describe('applyMigrations', () => {
  const names = readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const schema = readFileSync(`${migrationsFolder}../schema.prisma`, 'utf8');
  let database: FreshDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await emptyDatabase();
    client = await openClient(database.url);
  });
  afterAll(async () => {
    await client.end();
    await database.drop({ areActsMadeUp: true });
  });

  it('applies each migration once, however many replicas start together', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url)));
    expect(applied.flat()).toEqual(names);
    expect(await applyMigrations(database.url)).toEqual([]);
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

  it('keeps what was reserved and settled before there were running totals', async () => {
    const earlier = await emptyDatabase();
    const old = await openClient(earlier.url);
    try {
      const at = names.findIndex((name) => name.endsWith('_limits'));
      const apply = (name: string) =>
        old.query(readFileSync(`${migrationsFolder}${name}/migration.sql`, 'utf8'));
      for (const name of names.slice(0, at)) await apply(name);
      await old.query(`
        INSERT INTO transfer (id, safe_id, requester_id, state, revision, intent, intent_hash, intent_signature,
          signer_key_id, evidence, created_at, updated_at, expires_at)
        SELECT id, 's', 'p', state, 0, '{}', id, '0x', '0x', '{}', now(), now(), now()
        FROM (VALUES ('a', 'settled'), ('b', 'mismatched'), ('c', 'relayed'), ('d', 'cancelled')) AS t(id, state);
        INSERT INTO reservation (transfer_id, scope, amount, state, reserved_at) VALUES
          ('a', 'x', 5, 'settled', '2026-01-02'), ('b', 'x', 7, 'settled', '2026-01-01'),
          ('c', 'x', 11, 'held', '2026-01-03'), ('d', 'x', 13, 'released', '2026-01-03'), ('c', 'y', 1, 'held', '2026-01-03')`);
      await apply(names[at] ?? '');
      const scopes = await old.query(
        `SELECT key, held::text, settled::text, entries::text, settled_transfers::text AS good FROM limit_scope ORDER BY key`,
      );
      expect(scopes.rows).toEqual([
        { key: 'x', held: '11', settled: '12', entries: '2', good: '1' },
        { key: 'y', held: '1', settled: '0', entries: '0', good: '0' },
      ]);
      const entries = await old.query(
        `SELECT seq::text, transfer_id AS id, total::text, at::date::text AS at FROM limit_entry ORDER BY seq`,
      );
      expect(entries.rows).toEqual([
        { seq: '1', id: 'b', total: '7', at: '2026-01-01' },
        { seq: '2', id: 'a', total: '12', at: '2026-01-02' },
      ]);
    } finally {
      await old.end();
      await earlier.drop();
    }
  });

  it('refuses a negative reservation', async () => {
    const sql = `INSERT INTO reservation (transfer_id, scope, amount, state, reserved_at) VALUES ('t', 's', -1, 'held', now())`;
    await expect(client.query(sql)).rejects.toThrow('reservation_not_negative');
  });
});
