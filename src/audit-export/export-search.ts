import type { AuditFilter } from '../audit-log/audit-log.repository.js';
import type { ExportFilter } from '../domain/audit-log/export-filter.js';
import { parseUtc } from '../domain/values/time.js';
import { toDate } from '../infra/database/database.js';

/** The database search for a filter; `from` is the first index, `to` is exclusive. */
export function searchOf(
  filter: ExportFilter,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Omit<AuditFilter, 'limit'> {
  const { type, actor, subject, transfer, safe, outcome } = filter;
  return {
    ...{ type, actor, subject: transfer ?? subject, safeId: safe, outcome },
    from: filter.from === undefined ? undefined : toDate(parseUtc(filter.from)),
    to: filter.to === undefined ? undefined : toDate(parseUtc(filter.to)),
    after: from - 1n,
    before: to,
  };
}
