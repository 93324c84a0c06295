import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { AUDIT_TYPES } from '../domain/audit-log/acts/acts.js';
import { outcomeOf } from '../domain/audit-log/outcome.js';
import { openClient } from '../infra/database/connections.js';

const folder = '../../prisma/migrations/20261127175548_audit_exports/by-hand.sql';
const sql = readFileSync(new URL(folder, import.meta.url), 'utf8');
const [, expression = ''] = /SET "outcome" = (CASE.*? END);/s.exec(sql) ?? [];

const details = [
  {},
  { outcome: 'permit', reasons: [{ outcome: 'deny' }] },
  { outcome: 'deny' },
  { outcome: 'needs-exception' },
  { outcome: 'another', verdict: 'another', decision: 'another', matched: null },
  ...['cleared', 'refused', 'unavailable', 'ACCEPT', 'ACCEPT_AS_CANCEL', 'HOLD', 'REFUSE', 'FREEZE'].map(
    (verdict) => ({ verdict }),
  ),
  { matched: true },
  { matched: false, text: '\u0000' },
  { decision: 'confirm' },
  { decision: 'reject' },
];
/** The types about exports came with the column. */
const cases = AUDIT_TYPES.filter((type) => !type.startsWith('audit-export.')).flatMap((type) =>
  details.map((detail) => ({ type, detail })),
);

let fresh: FreshDatabase;
let client: Client;

beforeAll(async () => {
  fresh = await freshDatabase();
  client = await openClient(fresh.url);
});

afterAll(async () => {
  await client.end();
  await fresh.drop();
});

describe('the outcome of entries that are older than its column', () => {
  it('is the one that they would have been written with', async () => {
    const { rows } = await client.query(
      `SELECT ${expression} AS outcome FROM unnest($1::text[], $2::text[]) AS e ("type", "body")`,
      [cases.map(({ type }) => type), cases.map(({ detail }) => JSON.stringify({ detail }))],
    );
    expect(rows).toEqual(cases.map(({ type, detail }) => ({ outcome: outcomeOf(type, detail) })));
  });
});
