import { z } from 'zod';
import { DecisionSchema } from '../domain/policies/decision.js';
import { REMARK_CODES } from '../domain/policies/review-remark.js';

const Ending = DecisionSchema.pick({ outcome: true, tier: true });

/** What a change of the policy does. It is advice: what is signed is the change. */
export const ReviewView = z.strictObject({
  direction: z.enum(['loosens', 'tightens']),
  /** Lines that loosen by themselves, and those that tighten: a rule, a tier, the quorum for exceptions. */
  loosened: z.array(z.string()),
  tightened: z.array(z.string()),
  /** What in the new policy is shadowed, contradicts itself, or can never be reached. */
  remarks: z.array(
    z.strictObject({
      code: z.enum(REMARK_CODES),
      rules: z.array(z.string()),
      tiers: z.array(z.string()),
      words: z.string(),
    }),
  ),
  /** What the new policy would have done; null if nobody knows what was decided. */
  replay: z
    .strictObject({
      days: z.int(),
      transfers: z.int(),
      /** "3 of the last 90 days' 120 transfers would have ended otherwise." */
      summary: z.string(),
      otherwiseCount: z.int(),
      /** The latest 50 of them. */
      otherwise: z.array(
        z.strictObject({
          transfer: z.string(),
          at: z.string(),
          was: Ending,
          would: Ending,
          because: z.array(z.string()),
        }),
      ),
      /** False if there were more transfers than a replay looks at: then it begins later. */
      isComplete: z.boolean(),
      /** How many transfers the reader may not be told about yet. */
      veiled: z.int(),
      assumed: z.array(z.string()),
    })
    .nullable(),
});
export type ReviewView = z.output<typeof ReviewView>;
