import { z } from 'zod';
import { AUDIT_TYPES } from '../domain/audit-log/entry.js';
import {
  pageOf,
  pageQuery,
  wireBytes32,
  wireId,
  wireJson,
  wireTimestamp,
} from '../infra/http/wire.contract.js';

const name = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'expected 1 to 100 printable ASCII characters');
const index = z.string().regex(/^(0|[1-9][0-9]{0,17})$/, 'expected the index of an entry');

export const AuditQuery = z.strictObject({
  type: z.enum(AUDIT_TYPES).optional(),
  actor: name.optional(),
  subject: name.optional(),
  safe: wireId('safe').optional(),
  /** Entries at or after. */
  from: wireTimestamp.optional(),
  /** Entries before. */
  to: wireTimestamp.optional(),
  ...pageQuery,
  /** `<last index>.<size of the log when the first page was read>`. */
  cursor: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,17})\.(0|[1-9][0-9]{0,17})$/, 'expected the nextCursor of the page before')
    .optional(),
});
export type AuditQuery = z.output<typeof AuditQuery>;

export const AuditEntryPath = z.strictObject({ index });

export const AuditEntryView = z.strictObject({
  index,
  leafHash: wireBytes32,
  /** What `canonical` says, for reading. */
  body: wireJson,
  /** The very bytes (as UTF-8) that the leaf hash is over; empty while they are veiled from this reader. */
  canonical: z.string(),
});
export type AuditEntryView = z.input<typeof AuditEntryView>;

export const AuditPage = pageOf(AuditEntryView);
export type AuditPage = z.input<typeof AuditPage>;
