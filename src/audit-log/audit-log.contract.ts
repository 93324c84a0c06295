import { z } from 'zod';
import { AUDIT_TYPES } from '../domain/audit-log/acts/acts.js';
import { OUTCOMES } from '../domain/audit-log/acts/act.js';
import {
  pageOf,
  pageQuery,
  wireBytes32,
  wireId,
  wireStoredAs,
  wireText,
  wireTimestamp,
} from '../infra/http/wire.contract.js';

const name = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'expected 1 to 100 printable ASCII characters');
const index = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,17})$/, 'expected the index of an entry')
  .meta({ description: 'The place of an entry in the log, from 0.' });

const AuditType = z.enum(AUDIT_TYPES).meta({ id: 'AuditType' });

/** What entries are searched by, in a page and in an export. */
export const searchMembers = {
  type: AuditType.optional().meta({ description: 'Only entries of this type.' }),
  actor: wireText(100).optional().meta({
    description: 'Who did it: the id or the exact name of a person or a service, `system` or `anonymous`.',
  }),
  subject: name.optional().meta({ description: 'What it is about, by its id.' }),
  transfer: wireId('tr').optional().meta({ description: 'Only entries about this transfer.' }),
  safe: wireId('safe').optional().meta({ description: 'Only entries about this Safe.' }),
  outcome: z.enum(OUTCOMES).optional().meta({ description: 'Only entries that ended so.' }),
  from: wireTimestamp.optional().meta({ description: 'Only entries at or after this moment.' }),
  to: wireTimestamp.optional().meta({ description: 'Only entries before this moment.' }),
};

export const AuditQuery = z.strictObject({
  ...searchMembers,
  ...pageQuery,
  /** `<last index>.<size of the log when the first page was read>`. */
  cursor: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,17})\.(0|[1-9][0-9]{0,17})$/, 'expected the nextCursor of the page before')
    .optional()
    .meta({ description: 'The nextCursor of the page before; the first page if omitted.' }),
});
export type AuditQuery = z.output<typeof AuditQuery>;

export const AuditEntryPath = z.strictObject({ index });

/** An entry as it is in the log: docs/audit-log-format.md. A veiled one has `veiled` in place of `detail`. */
const EntryBody = z.strictObject({
  v: z.literal(1),
  index: z.string(),
  at: z.string(),
  type: z.enum(AUDIT_TYPES).meta({ description: 'What was done' }),
  actor: z.string(),
  safe: z.string().nullable(),
  subject: z.string().nullable(),
  detail: z
    .record(z.string(), z.unknown())
    .meta({ description: 'Its members are those of its type: docs/audit-log-format.md, "Types".' })
    .optional(),
  veiled: z.literal(true).optional(),
});

export const AuditEntryView = z
  .strictObject({
    index,
    leafHash: wireBytes32,
    /** The name of its actor now; null for `system`, `anonymous` and whoever is not known. */
    actorName: z.string().nullable(),
    /** `canonical`, parsed for reading. */
    body: wireStoredAs('LogEntry', EntryBody),
    /** The exact text whose UTF-8 bytes the leaf hash covers; empty while it is veiled from this reader. */
    canonical: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.input<typeof AuditEntryView>;

export const AuditPage = pageOf(AuditEntryView).meta({ id: 'AuditEntryPage' });
export type AuditPage = z.input<typeof AuditPage>;
