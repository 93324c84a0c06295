import { z } from 'zod';

export const FollowQuery = z.strictObject({
  from: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,17})$/, 'expected the index of an entry')
    .meta({ description: 'The index of the first entry that you do not have yet; 0 for the whole log.' }),
});

/** JSON Lines: an export of the next entries, or nothing if there are none yet. */
export const FollowedPart = z.string();
