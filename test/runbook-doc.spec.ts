import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { withProblemTables } from './builders/problem-tables.js';

const document = readFileSync(new URL('../docs/runbook.md', import.meta.url), 'utf8');

describe('docs/runbook.md', () => {
  it('has the words of the catalogue; node scripts/write-schema.mjs writes them anew', () => {
    expect(withProblemTables(document)).toBe(document);
  });
});
