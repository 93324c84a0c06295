import { z } from 'zod';
import { RequirementSchema } from '../policies/policy.js';
import { CHANGE_KINDS, SUBJECT_MAX } from './change.js';

/** The first register: all of its objects, and who had to sign the founding. */
export const FoundingContent = z.strictObject({
  chainId: z.int().positive(),
  /** Distinct people who must sign the founding, by groups of the register that it founds. */
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

/** The fewest people who may found. One person alone decides nothing here, and so not the beginning either. */
export const FOUNDERS_MIN = 2;
