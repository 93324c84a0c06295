import { z } from 'zod';
import { OUTCOMES } from './acts/act.js';

const place = z.string().regex(/^(?:0|[1-9][0-9]{0,17})$/);
const moment = z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/);

/**
 * What an export contains: the same words on the wire, in the file and in the log. An absent member does not filter.
 * Types may be any text, because a file may be newer than its reader.
 */
export const ExportFilterSchema = z.strictObject({
  type: z.string().exactOptional(),
  actor: z.string().exactOptional(),
  subject: z.string().exactOptional(),
  transfer: z.string().exactOptional(),
  safe: z.string().exactOptional(),
  outcome: z.enum(OUTCOMES).exactOptional(),
  /** Entries at or after. */
  from: moment.exactOptional(),
  /** Entries before. */
  to: moment.exactOptional(),
  /** The first index. */
  fromIndex: place.exactOptional(),
  /** The index after the last entry. */
  toIndex: place.exactOptional(),
});

export type ExportFilter = z.output<typeof ExportFilterSchema>;

/** Whether the filter is only a range of indexes, so that no entry inside it may be left out. */
export function isWhole({ fromIndex: _from, toIndex: _to, ...others }: ExportFilter): boolean {
  return Object.keys(others).length === 0;
}
