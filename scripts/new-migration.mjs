// node scripts/new-migration.mjs NAME    writes prisma/migrations/<timestamp>_NAME from what changed in schema.prisma
// node scripts/new-migration.mjs --init  rewrites the first migration: the whole schema, and its part written by hand
//
// Each migration folder keeps the schema it leads to, so that the next one is a difference of two files: the schema
// engine's WASM build cannot introspect a live PostgreSQL. It still asks one for its version, hence the database.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import './typescript.mjs';
import { answerUsage } from './usage.mjs';

answerUsage(
  `Usage: npm run migration -- NAME | --init

NAME    write prisma/migrations/<time>_NAME (a-z, 0-9, _) from what changed in prisma/schema.prisma
--init  rewrite the first migration, as long as it is the only one; what was written by hand stays

Example:
  npm run migration -- add_labels`,
  { options: ['--init'], most: 1 },
);

const { openPool } = await import('../src/infra/database/connections.ts');
const { withSchemaEngine } = await import('../src/infra/database/schema-engine.ts');
const { removePostgres, startPostgres } = await import('../sandbox/postgres.ts');

const prisma = fileURLToPath(new URL('../prisma/', import.meta.url));
const migrations = `${prisma}migrations/`;
const schemaNow = readFileSync(`${prisma}schema.prisma`, 'utf8');

const datamodel = (content) => ({ tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] });

async function difference(from) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sluice-migration-'));
  const postgres = await startPostgres({ dataFolder, durable: false });
  const pool = openPool({ connectionString: postgres.url('postgres') });
  const filters = { externalTables: [], externalEnums: [] };
  const to = datamodel(schemaNow);
  try {
    const { stdout } = await withSchemaEngine({ pool, onWarning: console.error }, (engine) =>
      engine.diff({ from, to, script: true, exitCode: null, filters }),
    );
    return stdout;
  } finally {
    await pool.end();
    await postgres.stop();
    await removePostgres(dataFolder);
  }
}

// Below this line a migration is written by hand, and this script keeps it.
const BY_HAND = '-- By hand: what Prisma cannot say.\n';

function write(folder, sql) {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/migration.sql`;
  const [, byHand] = existsSync(file) ? readFileSync(file, 'utf8').split(BY_HAND) : [];
  writeFileSync(file, byHand === undefined ? sql : `${sql.trimEnd()}\n\n${BY_HAND}${byHand}`);
  writeFileSync(`${folder}/schema.prisma`, schemaNow);
  console.log(file);
}

const [name] = process.argv.slice(2);
const folders = readdirSync(migrations, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

if (name === '--init') {
  if (folders.length !== 1) throw new Error('Only a lone first migration may be rewritten.');
  write(`${migrations}${folders[0]}`, await difference({ tag: 'empty' }));
} else if (name !== undefined && /^[a-z][a-z0-9_]*$/.test(name)) {
  const before = readFileSync(`${migrations}${folders.at(-1)}/schema.prisma`, 'utf8');
  const sql = await difference(datamodel(before));
  if (sql.trim() === '' || sql.startsWith('-- This is an empty migration')) {
    console.log('prisma/schema.prisma has not changed since the last migration.');
  } else {
    const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    write(`${migrations}${timestamp}_${name}`, sql);
  }
} else {
  console.error('It takes a NAME of a-z, 0-9 and _, or --init; --help says more.');
  process.exitCode = 2;
}
