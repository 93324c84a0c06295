import { z } from 'zod';
import { MEASURE_PATTERN, UNITS } from './measure.js';
import { RequirementSchema } from './policy.js';
import { RuleResultSchema } from './rule-result.js';

const units = z.string().regex(MEASURE_PATTERN);

/**
 * The policy's answer with the reason of every rule. It is plain JSON (amounts are strings of smallest units), so
 * what is stored is what was decided, and a replay can be compared byte for byte (invariant 17).
 */
export const DecisionSchema = z.strictObject({
  outcome: z.enum(['permit', 'needs-exception', 'deny']),
  policyHash: z.string().regex(/^0x[0-9a-f]{64}$/),
  policyVersion: z.int().positive(),
  reasons: z.array(RuleResultSchema),
  /** Who must confirm. If tiers of the asset and in US dollars both apply, it is the two joined. */
  tier: z
    .strictObject({
      name: z.string(),
      require: z.array(RequirementSchema).min(1),
      /** Whether confirmers must enter destination and amount before they see either; absent means no. */
      rekey: z.literal(true).exactOptional(),
    })
    .nullable(),
  /** The denials that an exception could still lift. */
  waivable: z.array(
    z.strictObject({ rule: z.string(), unit: z.enum(UNITS), measured: units, ceiling: units }),
  ),
  /**
   * The budget to hold in every scope that counts the transfer, each in the unit of its name. Only a permit has any.
   */
  reservations: z.array(z.strictObject({ scope: z.string(), amount: units })),
});

export type Decision = z.infer<typeof DecisionSchema>;
