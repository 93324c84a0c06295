import { z } from 'zod';
import { AUDIT_TYPES } from '../domain/audit-log/acts/acts.js';
import { OUTCOMES } from '../domain/audit-log/acts/act.js';
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

/** What entries are searched by, in a page and in an export. */
export const searchMembers = {
  type: z.enum(AUDIT_TYPES).optional(),
  actor: name.optional(),
  subject: name.optional(),
  /** Entries with this transfer as their subject. */
  transfer: wireId('tr').optional(),
  safe: wireId('safe').optional(),
  outcome: z.enum(OUTCOMES).optional(),
  /** Entries at or after this moment. */
  from: wireTimestamp.optional(),
  /** Entries before this moment. */
  to: wireTimestamp.optional(),
};

export const AuditQuery = z.strictObject({
  ...searchMembers,
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
  /** `canonical`, parsed for reading. */
  body: wireJson,
  /** The exact text whose UTF-8 bytes the leaf hash covers; empty while it is veiled from this reader. */
  canonical: z.string(),
});
AuditEntryView.register(z.globalRegistry, { id: 'AuditEntry' });
export type AuditEntryView = z.input<typeof AuditEntryView>;

export const AuditPage = pageOf(AuditEntryView).meta({ id: 'AuditEntryPage' });
export type AuditPage = z.input<typeof AuditPage>;
