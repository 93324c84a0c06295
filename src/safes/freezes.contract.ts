import { z } from 'zod';
import { idPattern } from '../domain/values/identifier.js';
import { pageOf, pageQuery, wireId, wireText } from '../infra/http/wire.contract.js';

const safeOrAll = new RegExp(`^all$|${idPattern('safe').source}`);

export const CreateFreeze = z.strictObject({
  /** `all`, or the id of the one Safe. */
  scope: z.string().regex(safeOrAll, 'expected "all", or an id: safe_ and a UUID'),
  reason: wireText(280),
});
CreateFreeze.register(z.globalRegistry, { id: 'CreateFreeze' });

export const FreezeListQuery = z.strictObject({
  ...pageQuery,
  cursor: wireId('frz').optional(),
  /** Freezes that stop this Safe: its own and those of all. */
  safe: wireId('safe').optional(),
  /** Only freezes that are not lifted. */
  standing: z.literal('true').optional(),
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
