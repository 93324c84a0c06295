import { z } from 'zod';

export const FollowQuery = z.strictObject({
  from: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,17})$/, 'expected the index of an entry')
    .meta({ description: 'The index of the first entry that you do not have yet; 0 for the whole log.' }),
  names: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'True adds a line: what the ids of each entry were called at its moment.' }),
});

/** JSON Lines: an export of the next entries, and the names in it if asked for; or nothing if there are none yet. */
export const FollowedPart = z.string();
