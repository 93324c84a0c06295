// npm run schema:policy   writes docs/policy.schema.json from the schema that policies are parsed by; a test compares the two
import './typescript.mjs';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { answerUsage } from './usage.mjs';

answerUsage(`Usage: npm run schema:policy

Writes docs/policy.schema.json from the schema that policies are parsed by.

Example:
  npm run schema:policy`);

const { policyJsonSchema } = await import('../src/domain/policies/policy.ts');
const file = fileURLToPath(new URL('../docs/policy.schema.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
