import { z } from 'zod';
import { idPattern } from '../domain/values/identifier.js';
import { pageOf, pageQuery, wireId, wireText } from '../infra/http/wire.contract.js';

const safeOrAll = new RegExp(`^all$|${idPattern('safe').source}`);

export const CreateFreeze = z.strictObject({
  /** `all`, or the id of the one Safe. */
  scope: z.string().regex(safeOrAll, 'expected all, or an id like safe_<uuidv7>'),
  reason: wireText(280),
});
CreateFreeze.register(z.globalRegistry, { id: 'CreateFreeze' });

export const FreezeListQuery = z.strictObject({
  ...pageQuery,
  cursor: wireId('frz').optional(),
  safe: wireId('safe')
    .optional()
    .meta({ description: 'What stops this Safe: its own freezes and those of all.' }),
  standing: z.literal('true').optional().meta({ description: 'Only freezes that are not lifted.' }),
});

export const FreezeView = z.strictObject({
  id: wireId('frz'),
  scope: z.string(),
  code: z.string(),
  reason: z.string(),
  actor: z.string(),
  at: z.string(),
  standing: z.boolean(),
});
FreezeView.register(z.globalRegistry, { id: 'Freeze' });
export type FreezeView = z.output<typeof FreezeView>;

export const FreezePage = pageOf(FreezeView).meta({ id: 'FreezePage' });
export type FreezePage = z.output<typeof FreezePage>;
