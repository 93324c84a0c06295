import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { withTypesTable } from './builders/audit-types-table.js';

const document = readFileSync(new URL('../docs/audit-log-format.md', import.meta.url), 'utf8');

describe('docs/audit-log-format.md', () => {
  it('has the types of the log as they are written; node scripts/write-schema.mjs writes them anew', () => {
    expect(withTypesTable(document)).toBe(document);
  });
});
