import { z } from 'zod';
import { FREEZE_CODES } from '../domain/safes/freeze.js';
import { idPattern } from '../domain/values/identifier.js';
import { pageOf, pageQuery, wireId, wireText } from '../infra/http/wire.contract.js';

const safeOrAll = new RegExp(`^all$|${idPattern('safe').source}`);

export const CreateFreeze = z
  .strictObject({
    /** `all`, or the id of the one Safe. */
    scope: z.string().regex(safeOrAll, 'expected "all", or an id: safe_ and a UUID'),
    reason: wireText(280),
  })
  .meta({ id: 'CreateFreeze' });

export const FreezeListQuery = z.strictObject({
  ...pageQuery,
  cursor: wireId('frz').optional(),
  safe: wireId('safe')
    .optional()
    .meta({ description: 'What stops this Safe: its own freezes and those of all.' }),
  standing: z.literal('true').optional().meta({ description: 'Only freezes that are not lifted.' }),
});

const change = z.strictObject({
  /** The active change of the kind `unfreeze` that names it. */
  change: wireId('chg'),
  proposer: z.string().nullable(),
  proposerName: z.string().nullable(),
  approvers: z.array(z.strictObject({ person: z.string(), personName: z.string().nullable() })),
});

export const FreezeView = z
  .strictObject({
    id: wireId('frz'),
    /** `all`, or the id of the one Safe. */
    scope: z.string(),
    /** The finding's code, or SAFE_FROZEN if a person or a service decided it. */
    code: z.enum(FREEZE_CODES).meta({ id: 'FreezeCode' }),
    reason: z.string(),
    /** `per_…`, `key_…` or `system`. */
    actor: z.string(),
    /** Null for the system, and for a service. */
    actorName: z.string().nullable(),
    at: z.string(),
    /** The finding that made it; null if somebody decided it. */
    finding: z.string().nullable(),
    standing: z.boolean(),
    liftedAt: z.string().nullable(),
    liftedBy: change.nullable(),
  })
  .meta({ id: 'Freeze' });
export type FreezeView = z.output<typeof FreezeView>;

export const FreezePage = pageOf(FreezeView).meta({ id: 'FreezePage' });
export type FreezePage = z.output<typeof FreezePage>;
