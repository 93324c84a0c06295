import { z } from 'zod';
import { ROLLING_KINDS } from '../../domain/policies/limit-budgets.js';
import { UNITS } from '../../domain/policies/measure.js';
import { pageOf, pageQuery, wireId } from '../../infra/http/wire.contract.js';

export const LimitListQuery = z.strictObject({
  ...pageQuery,
  /** Leaves out what is counted for another Safe alone. */
  safe: wireId('safe').optional(),
  /** Leaves out what is counted in another asset alone. Limits in US dollars and of all transfers stay. */
  asset: wireId('ast').optional(),
});

/** In whole units of `symbol`. */
const measure = z.string();

export const LimitView = z
  .strictObject({
    rule: z.string(),
    kind: z.enum(ROLLING_KINDS),
    /** The rule in words, as people signed it. */
    sentence: z.string(),
    scope: z.strictObject({
      kind: z.enum(['safe', 'destination', 'requester', 'asset', 'group', 'all']),
      /** A group's name; null for everything. */
      id: z.string().nullable(),
      label: z.string(),
    }),
    /** Null if it counts whatever asset moves. */
    asset: z.strictObject({ id: wireId('ast'), symbol: z.string(), decimals: z.int() }).nullable(),
    unit: z.enum(UNITS),
    /** The asset's, `USD`, or `transfers`. */
    symbol: z.string(),
    window: z.strictObject({ seconds: z.int(), words: z.string() }),
    max: measure,
    /** Up to where an exception may lift it; null if none may. */
    ceiling: measure.nullable(),
    /** What counts now: paid within the window, and reserved. */
    used: measure,
    /** The part of `used` that is held for transfers that are neither paid nor ended. */
    reserved: measure,
    free: measure,
    /** The next three times at which something leaves the window, and what is used from then on. */
    frees: z.array(z.strictObject({ at: z.string(), used: measure })),
  })
  .meta({ id: 'LimitView' });
export type LimitView = z.output<typeof LimitView>;

export const LimitPage = pageOf(LimitView)
  .extend({
    at: z.string(),
    policy: z.strictObject({ version: z.int(), hash: z.string(), name: z.string() }),
    /** The rules that no window is counted for, in words: limits of one transfer, ceilings, hours, who and what. */
    others: z.array(z.strictObject({ rule: z.string(), kind: z.string(), sentence: z.string() })),
  })
  .meta({ id: 'LimitPage' });
export type LimitPage = z.output<typeof LimitPage>;
