import { until } from './e2e/until.js';

type Query = (sql: string) => Promise<readonly unknown[]>;

/** Until every act that is committed has its place in the log. */
export function integrated(query: Query): Promise<void> {
  const waiting = `SELECT s.id::text FROM audit_staged s
    WHERE NOT EXISTS (SELECT FROM audit_entry e WHERE e.staged_id = s.id) LIMIT 1`;
  return until('the log to be sequenced', async () => (await query(waiting)).length === 0);
}
