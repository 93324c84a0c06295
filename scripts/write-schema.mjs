// node scripts/write-schema.mjs  writes docs/evidence-bundle.schema.json, docs/facts.schema.json and the types of
// docs/audit-log-format.md anew from the zod schemas, and the codes of docs/runbook.md from the catalogue of problems.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { answerUsage } from './usage.mjs';

answerUsage(`Usage: node scripts/write-schema.mjs

Writes docs/evidence-bundle.schema.json, docs/facts.schema.json, and the tables of docs/audit-log-format.md and
docs/runbook.md, from what the code says.

Example:
  node scripts/write-schema.mjs`);

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

async function load(source) {
  const bundled = at(`.cache/${source.replaceAll('/', '-')}.mjs`);
  await build({
    entryPoints: [at(source)],
    outfile: bundled,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return import(bundled);
}

const write = (path, schema) => writeFileSync(at(path), `${JSON.stringify(schema, null, 2)}\n`);
const { bundleJsonSchema } = await load('src/domain/evidence/bundle.ts');
write('docs/evidence-bundle.schema.json', bundleJsonSchema());
const { factsJsonSchema } = await load('src/domain/policies/facts.ts');
write('docs/facts.schema.json', factsJsonSchema());
const { withTypesTable } = await load('test/builders/audit-types-table.ts');
const format = at('docs/audit-log-format.md');
writeFileSync(format, withTypesTable(readFileSync(format, 'utf8')));
const { withProblemTables } = await load('test/builders/problem-tables.ts');
const runbook = at('docs/runbook.md');
writeFileSync(runbook, withProblemTables(readFileSync(runbook, 'utf8')));
