import { z } from 'zod';
import { ExportFilterSchema } from '../export-filter.js';
import { act } from './act.js';
import { bytes32, code, decimal, namesOf, saying, text } from './forms.js';

const { fromIndex: _from, toIndex: _to, ...searched } = ExportFilterSchema.shape;

/** The filter of a read request. */
export const ReadFilter = z.strictObject({
  ...searched,
  limit: z.int().exactOptional(),
  cursor: z.string().exactOptional(),
  index: z.string().exactOptional(),
  bundle: z.string().exactOptional(),
  width: z.int().exactOptional(),
  /** Everything from this index on, by somebody who follows the log, for an hour. */
  follow: z.string().exactOptional(),
});
export type ReadFilter = z.input<typeof ReadFilter>;

const order = {
  format: z.enum([
    ...(['jsonl', 'csv', 'pdf', 'ocsf'] as const),
    ...(['access-csv', 'access-json', 'access-pdf'] as const),
    ...(['duties-csv', 'duties-json', 'duties-pdf'] as const),
  ]),
  filter: ExportFilterSchema.describe(
    `what was asked for, of ${namesOf(ExportFilterSchema)}; times as RFC 3339`,
  ),
  from: saying(decimal, 'the first index'),
  to: saying(decimal, 'the index after the last'),
  treeSize: saying(decimal, 'of the checkpoint that it rests on'),
};
const sha256 = saying(bytes32, 'SHA-256 of the file');

/** Reads of the log and of evidence, and the log's entries about itself. */
export const LOG_ACTS = {
  'audit.read': act({
    actor: 'who read',
    subject: '',
    outcome: 'success',
    detail: z.strictObject({
      filter: ReadFilter.describe(`what was asked for, of ${namesOf(ReadFilter)}`),
    }),
  }),
  'audit-export.requested': act({
    actor: 'who asked',
    subject: 'export',
    outcome: 'success',
    detail: z.strictObject(order),
  }),
  'audit-export.finished': act({
    actor: '`system`',
    subject: 'export',
    outcome: 'success',
    detail: z.strictObject({
      ...order,
      requestedBy: saying(text, 'the actor who asked'),
      sha256,
      entries: decimal,
      veiled: decimal,
      bytes: decimal,
    }),
  }),
  'audit-export.failed': act({
    actor: '`system`',
    subject: 'export',
    outcome: 'failure',
    detail: z.strictObject({ ...order, code, reason: text }),
    note: 'The log is not what was signed',
  }),
  'audit-export.downloaded': act({
    actor: 'who took it',
    subject: 'export',
    outcome: 'success',
    detail: z.strictObject({ ...order, sha256 }),
  }),
  'audit-export.expired': act({
    actor: '`system`',
    subject: 'export',
    outcome: 'success',
    detail: z.strictObject({ ...order, sha256: saying(sha256, 'if it was done').exactOptional() }),
    note: 'The file was deleted',
  }),
  'evidence.read': act({
    actor: 'who read',
    subject: 'transfer',
    outcome: 'success',
    detail: z.strictObject({}),
  }),
  'log.altered': act({
    actor: '`system`',
    subject: '',
    outcome: 'failure',
    detail: z.strictObject({
      staged: saying(decimal, 'the id of the row'),
      claims: z
        .strictObject({
          ...{ type: z.string(), actor: z.string(), detail: z.string() },
          ...{ safe: z.string().nullable(), subject: z.string().nullable() },
        })
        .describe('`type`, `actor`, `safe`, `subject`, `detail` as they stand there'),
    }),
  }),
} as const;
