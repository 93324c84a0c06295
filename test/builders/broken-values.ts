import fc from 'fast-check';
import { z } from 'zod';

type Value = fc.Arbitrary<unknown>;

const JUNK: Value = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 7, '', 'x', '0x', '0x00', 'tr_1', [], {}, [null], {
    kind: 'x',
  }),
  // Plain letters: what was given may be told again, and then is no word of ours.
  fc.stringMatching(/^[a-z ]{1,12}$/),
);

/** Values that are nearly what a schema takes: members missing, of other types, out of a closed list, or unknown. */
export function brokenValue(schema: unknown): Value {
  return fc.oneof({ weight: 4, arbitrary: shaped(schema) }, { weight: 1, arbitrary: JUNK });
}

function shaped(schema: unknown): Value {
  if (schema instanceof z.ZodObject) return objectOf(schema.shape);
  if (schema instanceof z.ZodArray) return fc.array(brokenValue(schema.element), { maxLength: 3 });
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(shaped));
  if (schema instanceof z.ZodEnum) return fc.constantFrom<unknown>(...schema.options, 'none-of-them');
  if (schema instanceof z.ZodLiteral) return fc.constantFrom<unknown>(...schema.values);
  if (schema instanceof z.ZodPipe) return shaped(schema.in);
  if (isWrapped(schema)) return shaped(schema.unwrap());
  if (schema instanceof z.ZodNumber) return fc.constantFrom<unknown>(1, 5, 0, -3, 9_007_199_254_740_991, '5');
  if (schema instanceof z.ZodString) return fc.oneof(fc.constantFrom(...examplesOf(schema)), JUNK);
  return JUNK;
}

function isWrapped(
  schema: unknown,
): schema is z.ZodOptional<z.ZodType> | z.ZodNullable<z.ZodType> | z.ZodDefault<z.ZodType> {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
}

function objectOf(shape: Readonly<Record<string, unknown>>): Value {
  const members = Object.entries(shape).map(([name, member]) =>
    fc.oneof(
      { weight: 6, arbitrary: brokenValue(member).map((value) => [[name, value]]) },
      { weight: 1, arbitrary: fc.constant([]) },
      // A slip of the pen.
      { weight: 1, arbitrary: fc.constant([[`${name.slice(0, -1)}_`, 1]]) },
    ),
  );
  return fc
    .tuple(...members)
    .map((entries) => Object.fromEntries(entries.flat() as [string, unknown][]) as unknown);
}

function examplesOf(schema: z.ZodType): readonly string[] {
  const { examples } = z
    .looseObject({ examples: z.array(z.string()).default(['abc']) })
    .parse(z.globalRegistry.get(schema) ?? {});
  return examples;
}
