import { z } from 'zod';
import { OUTCOMES } from '../../domain/audit-log/acts/act.js';
import { GATES } from '../../domain/audit-log/timeline.js';
import { pageOf, pageQuery } from '../../infra/http/wire.contract.js';

export const TimelineQuery = z.strictObject({
  ...pageQuery,
  cursor: z
    .string()
    .regex(/^[0-9]{1,18}$/, 'expected the nextCursor of the page before')
    .optional()
    .meta({ description: 'The nextCursor of the page before; the first page if omitted.' }),
});

const TimelineEntry = z
  .strictObject({
    gate: z.enum(GATES),
    at: z.string(),
    /** `per_…`, `key_…` or `system`. */
    actor: z.string(),
    actorName: z.string().nullable(),
    outcome: z.enum(OUTCOMES),
    /** Null while the reader must re-key destination and amount. */
    sentence: z.string().nullable(),
    /** The index of its log entry, which proves it; null until it has one. */
    entry: z.string().nullable(),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.output<typeof TimelineEntry>;

export const Timeline = pageOf(TimelineEntry).meta({ id: 'Timeline' });
export type Timeline = z.output<typeof Timeline>;
