import { z } from 'zod';
import { searchMembers } from '../audit-log/audit-log.contract.js';
import { ExportFilterSchema } from '../domain/audit-log/export-filter.js';
import { pageOf, pageQuery, wireId } from '../infra/http/wire.contract.js';

/** The first four are of the log itself; the others are reports that are made from it. */
export const EXPORT_FORMATS = [
  ...(['jsonl', 'csv', 'pdf', 'ocsf'] as const),
  ...(['access-csv', 'access-json', 'access-pdf'] as const),
  ...(['duties-csv', 'duties-json', 'duties-pdf'] as const),
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_STATUSES = ['queued', 'running', 'done', 'failed'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

const index = z.string().regex(/^(0|[1-9][0-9]{0,17})$/, 'expected the index of an entry');

export const CreateAuditExport = z
  .strictObject({
    format: z.enum(EXPORT_FORMATS),
    filter: z
      .strictObject({
        ...searchMembers,
        /** The first index. */
        fromIndex: index.optional(),
        /** The index after the last. */
        toIndex: index.optional(),
      })
      .optional(),
  })
  .meta({ id: 'CreateAuditExport' });
export type CreateAuditExport = z.output<typeof CreateAuditExport>;

export const AuditExportPath = z.strictObject({ id: wireId('exp') });

export const AuditExportQuery = z.strictObject({ ...pageQuery, cursor: wireId('exp').optional() });

export const AuditExportView = z
  .strictObject({
    id: z.string(),
    format: z.enum(EXPORT_FORMATS),
    filter: ExportFilterSchema,
    /** The range of indexes that it covers; `to` is exclusive. */
    from: index,
    to: index,
    status: z.enum(EXPORT_STATUSES),
    /** Entries scanned, whether or not they match the filter. */
    progress: z.strictObject({ done: z.int(), total: z.int() }),
    /** How many entries it shows, and how many more it contains as hashes only. */
    entries: z.int(),
    veiled: z.int(),
    bytes: z.int(),
    /** SHA-256 of the file, 0x-hex; null until it is done. The log records it too. */
    sha256: z.string().nullable(),
    /** The signed note that the export rests on. */
    checkpoint: z.string(),
    failure: z.strictObject({ code: z.string(), reason: z.string() }).nullable(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    /** When it is deleted. */
    expiresAt: z.string(),
  })
  .meta({ id: 'AuditExport' });
export type AuditExportView = z.output<typeof AuditExportView>;

export const AuditExportPage = pageOf(AuditExportView).meta({ id: 'AuditExportPage' });
