import type { Client } from 'pg';
import { ACTS, isAuditType } from '../src/domain/audit-log/acts/acts.js';

/** What acts have staged, and what the sequencer has put in the place of one that was altered. */
const WRITTEN = `
  SELECT type, detail FROM audit_staged
  UNION ALL
  SELECT type, (body::json -> 'detail')::text FROM audit_entry WHERE type = 'log.altered'`;

/** Every act of the database has the detail of its type, to the member. */
export async function requireKnownForms(client: Client): Promise<void> {
  const known = await client.query(`SELECT to_regclass('audit_staged') IS NOT NULL AS "isLog"`);
  if (!(known.rows as { isLog: boolean }[])[0]?.isLog) return;
  const { rows } = await client.query(WRITTEN);
  const faults = (rows as { type: string; detail: string }[]).flatMap(({ type, detail }) => {
    const fault = faultOf(type, JSON.parse(detail));
    return fault === undefined ? [] : [`${type} ${detail}: ${fault}`];
  });
  if (faults.length > 0) throw new Error(`entries of another form than their type's:\n${faults.join('\n')}`);
}

function faultOf(type: string, detail: unknown): string | undefined {
  if (!isAuditType(type)) return 'no such type';
  return ACTS[type].detail.safeParse(detail).error?.message;
}
