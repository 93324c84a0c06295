import type { ExportFilter } from './export-filter.js';
import { outcomeOf } from './outcome.js';

/** Whether a parsed entry matches the filter. Index ranges are checked by the export itself. */
export function matchesFilter(entry: Readonly<Record<string, unknown>>, filter: ExportFilter): boolean {
  const { type, actor, subject, transfer, safe, outcome, from, to } = filter;
  const wanted = [
    [type, entry['type']],
    [actor, entry['actor']],
    [subject, entry['subject']],
    [transfer, entry['subject']],
    [safe, entry['safe']],
    [outcome, outcomeOf(String(entry['type']), entry['detail'])],
  ];
  if (wanted.some(([asked, is]) => asked !== undefined && asked !== is)) return false;
  return isWithin(entry['at'], from, to);
}

/** The bounds are whole seconds, so the entry's fraction of a second does not matter. */
function isWithin(at: unknown, from: string | undefined, to: string | undefined): boolean {
  if (from === undefined && to === undefined) return true;
  if (typeof at !== 'string') return false;
  const second = at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  return (
    (from === undefined || second >= from.slice(0, -1)) && (to === undefined || second < to.slice(0, -1))
  );
}
