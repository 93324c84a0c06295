import { z } from 'zod';
import { DecisionSchema } from '../domain/policies/decision.js';
import { PolicyDocumentSchema } from '../domain/policies/policy.js';
import { wireAmount, wireId, wireJson } from '../infra/http/wire.contract.js';

/** A transfer that nobody has asked for. */
export const EvaluateTransfer = z.strictObject({
  safe: wireId('safe'),
  asset: wireId('ast'),
  destination: wireId('dst'),
  amount: wireAmount.meta({ description: 'in whole units of the asset, never rounded' }),
  /** Who would ask for it; oneself if left out. A service has to name one. */
  requester: wireId('per').optional(),
  /** A version by its number, or a draft as a whole document; the policy in force if left out. */
  policy: z.union([z.int().positive(), PolicyDocumentSchema]).optional(),
});
export type EvaluateTransfer = z.output<typeof EvaluateTransfer>;

const units = z.string();
const Source = z.strictObject({ fact: z.string(), decision: z.string(), at: z.string() });

export const EvaluationView = z.strictObject({
  at: z.string(),
  /** Always false: a dry run is of the moment in which it is asked. So `missing` and `sources` are always empty. */
  isPast: z.boolean(),
  policy: z.strictObject({ version: z.int(), hash: z.string(), name: z.string(), isDraft: z.boolean() }),
  /** As it would be stored: with the reason of every rule, its numbers as text. */
  decision: DecisionSchema,
  /** Who could fill the places of the tier's quorum: never the requester, and one person one place. */
  confirmers: z.array(
    z.strictObject({
      group: z.string(),
      count: z.int(),
      people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    }),
  ),
  /** Of every limit over time what is used and free of it, in its rule's unit, and when this transfer fits. */
  windows: z.array(
    z.strictObject({
      rule: z.string(),
      scope: z.string(),
      used: units,
      max: units,
      free: units,
      fits: z.boolean(),
      /** Null while it fits, and where time alone will not make it fit. */
      fitsAt: z.string().nullable(),
      frees: z.array(z.strictObject({ at: z.string(), used: units })),
    }),
  ),
  facts: wireJson,
  /** What was taken for granted because nobody has asked for the transfer. */
  assumed: z.array(z.string()),
  missing: z.array(z.string()),
  sources: z.array(Source),
});
export type EvaluationView = z.output<typeof EvaluationView>;
