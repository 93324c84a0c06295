import { z } from 'zod';
import { DecisionSchema } from '../domain/policies/decision.js';
import { StoredFacts } from '../decisions/stored-decisions.contract.js';
import { UNITS } from '../domain/policies/measure.js';
import { PolicyDraftSchema } from '../domain/policies/policy-draft.js';
import { wireAmount, wireId } from '../infra/http/wire.contract.js';

/** A hypothetical transfer. */
export const EvaluateTransfer = z
  .strictObject({
    safe: wireId('safe'),
    asset: wireId('ast'),
    destination: wireId('dst'),
    amount: wireAmount.meta({ description: 'in whole units of the asset, never rounded' }),
    /** The requester; the caller if omitted. A service must name one. */
    requester: wireId('per').optional(),
    /** A version number, or a draft as a whole document; the policy in force if omitted. */
    policy: z.union([z.int().positive(), PolicyDraftSchema]).optional(),
  })
  .meta({ id: 'EvaluateTransfer' });
export type EvaluateTransfer = z.output<typeof EvaluateTransfer>;

/** In the smallest units: of the asset, millionths of a US dollar, or transfers. */
const units = z.string();
const Source = z.strictObject({ fact: z.string(), decision: z.string(), at: z.string() });

export const EvaluationView = z
  .strictObject({
    at: z.string(),
    /** Always false, because a dry run is about now. So `missing` and `sources` are always empty. */
    isPast: z.boolean(),
    policy: z.strictObject({ version: z.int(), hash: z.string(), name: z.string(), isDraft: z.boolean() }),
    /** The decision as it would be stored: every rule's reason, numbers as text. */
    decision: DecisionSchema,
    /** People who could fill the tier's quorum: never the requester, and nobody twice. */
    confirmers: z.array(
      z.strictObject({
        group: z.string(),
        count: z.int(),
        keys: z.literal('evm').exactOptional(),
        people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
      }),
    ),
    /** Every rolling limit: used, free, and when this transfer fits; in the rule's unit. */
    windows: z.array(
      z.strictObject({
        rule: z.string(),
        scope: z.string(),
        unit: z.enum(UNITS),
        /** The asset's, `USD`, or `transfers`. */
        symbol: z.string(),
        used: units,
        max: units,
        free: units,
        /** The same in whole units of `symbol`, for people to read. */
        display: z.strictObject({ used: z.string(), max: z.string(), free: z.string() }),
        fits: z.boolean(),
        /** Null if it fits now, or if time alone will never make it fit. */
        fitsAt: z.string().nullable(),
        frees: z.array(z.strictObject({ at: z.string(), used: units, display: z.string() })),
      }),
    ),
    facts: StoredFacts,
    /** The assumptions of the dry run. */
    assumed: z.array(z.string()),
    missing: z.array(z.string()),
    sources: z.array(Source),
  })
  .meta({ id: 'Evaluation' });
export type EvaluationView = z.output<typeof EvaluationView>;
