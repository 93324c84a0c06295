import type { InboxItem } from '../../src/inbox/inbox.contract.js';
import type { TransferRow } from '../../src/transfer-api/views/transfer-row.contract.js';
import { answers } from './answers.js';
import { reads } from './reads.js';

type Listed = TransferRow | InboxItem;

/** Every row about a transfer that some list of this tab has shown and still knows. */
export function listedRows(id: string): readonly Listed[] {
  const lists = answers.getQueriesData({
    predicate: ({ queryKey: [path] }) =>
      typeof path === 'string' && (path === reads.inbox.path || /^\/v1\/transfers(\?|$)/.test(path)),
  });
  return lists.flatMap(([, data]) => rowsIn(data)).filter((row) => idOf(row) === id);
}

/** Of one answer, or of a list that was asked for page by page. */
function rowsIn(data: unknown): readonly Listed[] {
  if (typeof data !== 'object' || data === null) return [];
  if ('pages' in data && Array.isArray(data.pages)) return data.pages.flatMap(rowsIn);
  return 'data' in data && Array.isArray(data.data) ? (data.data as readonly Listed[]) : [];
}

function idOf(row: Listed): string {
  return 'subject' in row ? row.subject.id : row.id;
}
