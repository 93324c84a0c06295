import { z } from 'zod';
import { RequirementSchema } from '../policies/policy.js';
import { CHANGE_KINDS, SUBJECT_MAX } from './change.js';

/** What a Sluice begins with: every object of the first register, and who had to sign for it. */
export const FoundingContent = z.strictObject({
  chainId: z.int().positive(),
  /** Distinct people who sign the founding, by groups of the register that it founds. */
  require: z.array(RequirementSchema).min(1).max(10),
  objects: z
    .array(
      z.strictObject({
        kind: z.enum(CHANGE_KINDS).exclude(['unfreeze']),
        subject: z.string().min(1).max(SUBJECT_MAX),
        content: z.json(),
      }),
    )
    .min(1),
});
export type FoundingContent = z.output<typeof FoundingContent>;

/** The fewest people who may found: one person alone decides over nothing here, and not over the beginning. */
export const FOUNDERS_MIN = 2;
