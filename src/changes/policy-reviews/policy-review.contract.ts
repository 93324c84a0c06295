import { z } from 'zod';
import { DecisionSchema } from '../../domain/policies/decision.js';
import { REMARK_CODES } from '../../domain/policies/review-remark.js';
import { StoredPolicy } from '../contents/contents.contract.js';

/** A whole policy, as a draft of a change would have it. */
export const ReviewPolicy = z.strictObject({ content: StoredPolicy }).meta({ id: 'ReviewPolicy' });
export type ReviewPolicy = z.output<typeof ReviewPolicy>;

const Ending = DecisionSchema.pick({ outcome: true, tier: true });

/** The effect of a policy change. It is advice, not part of what is signed. */
export const ReviewView = z
  .strictObject({
    direction: z.enum(['loosens', 'tightens']),
    /** Lines that loosen, and lines that tighten. A line is a rule, a tier, or the quorum for exceptions. */
    loosened: z.array(z.string()),
    tightened: z.array(z.string()),
    /** Parts of the new policy that are shadowed, contradictory or unreachable. */
    remarks: z.array(
      z.strictObject({
        code: z.enum(REMARK_CODES),
        rules: z.array(z.string()),
        tiers: z.array(z.string()),
        words: z.string(),
      }),
    ),
    /** Past transfers decided again by the new policy; null if the history is not available. */
    replay: z
      .strictObject({
        days: z.int(),
        transfers: z.int(),
        /** For example "3 of the last 90 days' 120 transfers would have ended otherwise." */
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
        /** False if there were too many transfers for one replay, which then begins later. */
        isComplete: z.boolean(),
        /** How many transfers the reader may not be told about yet. */
        veiled: z.int(),
        assumed: z.array(z.string()),
      })
      .nullable(),
  })
  .meta({ id: 'PolicyReview' });
export type ReviewView = z.output<typeof ReviewView>;
