import { z } from 'zod';
import { noneTwice } from '../values/contradiction.js';
import { idPattern } from '../values/identifier.js';

const HOUR = 3_600;
export const DAY = 24 * HOUR;

export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected 1 to 63 of a-z, 0-9 and -, without a - at its start');
export const assetId = z.string().regex(idPattern('ast'));
export const personId = z.string().regex(idPattern('per'));
/** Whole asset units. How many decimals are allowed depends on the asset, so `decide` parses the number itself. */
export const decimal = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,77})(\.[0-9]{1,77})?$/, 'expected a plain decimal number such as "1500000.25"');
/** US dollars, with at most six decimals. */
export const dollars = z
  .string()
  .regex(
    /^(0|[1-9][0-9]{0,71})(\.[0-9]{1,6})?$/,
    'expected dollars with at most six decimals, such as "250000"',
  );
/** A fraction below one. */
export const fraction = z.string().regex(/^0\.[0-9]{1,18}$/, 'expected a fraction below one, such as "0.25"');
export const count = z.int().min(1).max(1_000_000);
/** How far back a rule looks that compares transfers one by one: each of them is a fact of the decision. */
export const windowSeconds = windowUpTo(31);
/** How far back a rule looks that needs only their sum: long enough for a budget per quarter or year. */
export const sumSeconds = windowUpTo(366);

function windowUpTo(days: number) {
  const words = `expected a window of 1 hour (3600) to ${String(days)} days (${String(days * DAY)}), in seconds`;
  return z
    .int()
    .min(HOUR, words)
    .max(days * DAY, words);
}

export const requirement = z.strictObject({
  group: slug,
  count: z.int().min(1).max(50),
  /** Only confirmations signed with EVM keys fill these places; absent means any key. */
  keys: z.literal('evm').exactOptional(),
});

/** A group may have one line for any key, and one beside it for EVM keys. */
export const noGroupTwice = noneTwice(
  'a group is listed twice',
  ({ group, keys }: z.output<typeof requirement>) => `${group} ${keys ?? ''}`,
  ['group'],
);

export const quorum = z.array(requirement).min(1).max(10).superRefine(noGroupTwice);

// A rule that cannot be waived says so with `false`, the only value its schema takes.
export const fixed = { waivable: z.literal(false) };
const excepted = { waivable: z.literal(true) };
/** An exception may lift a count up to this ceiling. */
export const exceptedCount = { ...excepted, ceiling: count };
/** Amounts are either of one named asset, or in USD over all assets. No rule has both, so units never mix. */
export const ofAsset = { assetId, unit: z.literal('asset').exactOptional() };
export const ofDollars = { unit: z.literal('usd') };

/** Counts the transfers requested by people of the group. Others are not affected. */
export const ofGroup = { scope: z.literal('group'), group: slug };

/** The forms of a rule whose only amount is its exceptions' ceiling: in an asset and in USD, waivable and not. */
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
