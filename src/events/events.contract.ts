import { z } from 'zod';
import { HINT_KINDS } from '../domain/audit-log/hints/hint.js';

/** The data of an event without a name. */
export const Hint = z
  .strictObject({
    kind: z.enum(HINT_KINDS).describe('What to fetch again; `everything` means all that is shown.'),
    id: z.string().nullable().describe('Which one; null where there is only one, and for `everything`.'),
  })
  .meta({ id: 'Hint' });

/** Why the server ends a stream: the data of the event `end`. */
const STREAM_ENDS = ['access-ended', 'too-many-streams', 'too-slow', 'shutting-down'] as const;
export const StreamEnd = z.strictObject({ because: z.enum(STREAM_ENDS) }).meta({ id: 'StreamEnd' });
export type StreamEnd = z.output<typeof StreamEnd>['because'];
