import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

const IN_ZOD = '#/$defs/';
const IN_DOCUMENT = '#/components/schemas/';

/**
 * The named schemas of the document. A contract that has an `id` is written once, and referred to wherever else it
 * stands.
 */
export class Components {
  private readonly named = new Map<string, JsonSchema>();

  /**
   * A contract in the dialect of OpenAPI 3.1. It is written as what stands on the wire, for answers as for bodies: an
   * answer is what its contract accepts.
   *
   * @throws Error if two contracts of different shape have the same id
   */
  schemaOf(contract: z.core.$ZodType): JsonSchema {
    const {
      $schema: _dialect,
      $defs: definitions = {},
      ...schema
    } = z.toJSONSchema(contract, {
      target: 'draft-2020-12',
      io: 'input',
      unrepresentable: 'any',
    });
    for (const [id, definition] of Object.entries(definitions)) this.add(id, referring(definition));
    return referring(schema);
  }

  add(id: string, schema: JsonSchema): void {
    const known = this.named.get(id);
    if (known !== undefined && !isDeepStrictEqual(known, schema)) {
      throw new Error(`two contracts of different shape have the id ${id}`);
    }
    this.named.set(id, schema);
  }

  /** Those that `paths` refer to, themselves or by one another, in the order of their names. */
  usedBy(paths: unknown): Record<string, JsonSchema> {
    const used = new Map<string, JsonSchema>();
    const waiting = [...referencesIn(paths)];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (used.has(id)) continue;
      const schema = this.named.get(id);
      if (schema === undefined) throw new Error(`no contract has the id ${id}`);
      used.set(id, schema);
      waiting.push(...referencesIn(schema));
    }
    return Object.fromEntries([...used].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

export const referenceTo = (id: string): { readonly $ref: string } => ({ $ref: `${IN_DOCUMENT}${id}` });

function referring(schema: unknown): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(IN_ZOD, IN_DOCUMENT) : value,
  );
  return JSON.parse(text) as JsonSchema;
}

function referencesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  JSON.stringify(value, (key, each: unknown) => {
    if (key === '$ref' && typeof each === 'string' && each.startsWith(IN_DOCUMENT))
      found.add(each.slice(IN_DOCUMENT.length));
    return each;
  });
  return found;
}
