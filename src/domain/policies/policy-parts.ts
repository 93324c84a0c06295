import { z } from 'zod';
import { idPattern } from '../values/identifier.js';

const HOUR = 3_600;
export const DAY = 24 * HOUR;

export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
export const assetId = z.string().regex(idPattern('ast'));
export const personId = z.string().regex(idPattern('per'));
/** Whole asset units. How many decimals are too many depends on the asset, so `decide` parses the number itself. */
export const decimal = z.string().regex(/^(0|[1-9][0-9]{0,77})(\.[0-9]{1,77})?$/);
/** US dollars, to a millionth. */
export const dollars = z.string().regex(/^(0|[1-9][0-9]{0,71})(\.[0-9]{1,6})?$/);
/** A part of a whole, below one. */
export const fraction = z.string().regex(/^0\.[0-9]{1,18}$/);
export const count = z.int().min(1).max(1_000_000);
export const windowSeconds = z
  .int()
  .min(HOUR)
  .max(31 * DAY);

export const requirement = z.strictObject({ group: slug, count: z.int().min(1).max(50) });
export const quorum = z
  .array(requirement)
  .min(1)
  .max(10)
  .refine((list) => areUnique(list.map((each) => each.group)), 'a group is listed twice');

export function areUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

// What cannot be waived has no spelling in which it could be: the key allows `false` and nothing else.
export const fixed = { waivable: z.literal(false) };
const excepted = { waivable: z.literal(true) };
/** An exception may reach so many transfers. */
export const exceptedCount = { ...excepted, ceiling: count };
/** Amounts are of one asset, which is named, or in USD over all assets: no rule has both, so that units never mix. */
export const ofAsset = { assetId, unit: z.literal('asset').exactOptional() };
export const ofDollars = { unit: z.literal('usd') };

/** Counts the transfers that people of the group request, and says nothing about those of others. */
export const ofGroup = { scope: z.literal('group'), group: slug };

/** The forms of a rule that has no amount besides the ceiling of its exceptions: in an asset and in USD, waivable and not. */
export function measureForms<K extends string, S extends z.core.$ZodShape>(kind: K, rest: S) {
  const named = { id: slug, kind: z.literal(kind), ...rest };
  return z.discriminatedUnion('unit', [
    z.discriminatedUnion('waivable', [
      z.strictObject({ ...named, ...ofAsset, ...fixed }),
      z.strictObject({ ...named, ...ofAsset, ...excepted, ceiling: decimal }),
    ]),
    z.discriminatedUnion('waivable', [
      z.strictObject({ ...named, ...ofDollars, ...fixed }),
      z.strictObject({ ...named, ...ofDollars, ...excepted, ceiling: dollars }),
    ]),
  ]);
}

/** The two forms of a limit of one asset. */
export function assetLimitForms<K extends string, S extends z.core.$ZodShape>(kind: K, rest: S) {
  const named = { id: slug, kind: z.literal(kind), ...rest, ...ofAsset };
  return z.discriminatedUnion('waivable', [
    z.strictObject({ ...named, ...fixed }),
    z.strictObject({ ...named, ...excepted, ceiling: decimal }),
  ]);
}

/** The two forms of a limit in USD. */
export function dollarLimitForms<K extends string, S extends z.core.$ZodShape>(kind: K, rest: S) {
  const named = { id: slug, kind: z.literal(kind), ...rest, ...ofDollars, max: dollars };
  return z.discriminatedUnion('waivable', [
    z.strictObject({ ...named, ...fixed }),
    z.strictObject({ ...named, ...excepted, ceiling: dollars }),
  ]);
}

/** The four forms of a limit: in an asset and in USD, waivable and not. */
export function limitForms<K extends string, S extends z.core.$ZodShape>(kind: K, rest: S) {
  return z.discriminatedUnion('unit', [
    assetLimitForms(kind, { ...rest, max: decimal }),
    dollarLimitForms(kind, rest),
  ]);
}
