import { z } from 'zod';
import type { Fault } from '../errors.js';
import { type Json, canonicalJson, plain } from '../values/canonical-json.js';
import { CONTRADICTION } from '../values/contradiction.js';
import { jsonPointer } from '../values/json-pointer.js';
import { schemaFaults } from '../values/schema-faults.js';
import { schemaWords } from '../values/schema-words.js';

/** The code of a fault of form; one of meaning has its own. */
const CODE = 'BODY_SCHEMA';
const ROOT: readonly PropertyKey[] = ['content'];

/**
 * What is wrong with the content of a change, each with its place in the draft. It must be written in full: otherwise a
 * default or normalisation of a later release would change the meaning of what was signed.
 */
export function contentFaults(schema: z.ZodType, content: Json): readonly Fault[] {
  const parsed = schema.safeParse(content, { error: schemaWords });
  if (!parsed.success) {
    return schemaFaults(parsed.error.issues, { value: content, code: CODE, at: ROOT, called: 'content' });
  }
  const full = plain(parsed.data);
  if (canonicalJson(full) === canonicalJson(content)) return [];
  const faults = unlike(full, content, ROOT);
  return faults.length > 0 ? faults : [faultAt(ROOT, 'the object is not written in full')];
}

/** Whether every member has its form, whatever they mean together: then the content can be compared with others. */
export function isWellFormed(faults: readonly Fault[]): boolean {
  return faults.every(({ code }) => code === CONTRADICTION);
}

/**
 * The content as its schema reads it, also where members contradict one another, so that all of its faults are found
 * together. @throws ZodError if it has not its form
 */
export function readWellFormed<C>(schema: z.ZodType<C>, content: Json): C {
  // The library's public functions give either issues or the value.
  const read = schema._zod.run({ value: content, issues: [] }, { async: false });
  if (!(read instanceof Promise) && read.issues.every(isContradiction)) return read.value as C;
  return schema.parse(content);
}

const Marked = z.object({ params: z.object({ code: z.literal(CONTRADICTION) }) });

function isContradiction(issue: unknown): boolean {
  return Marked.safeParse(issue).success;
}

function unlike(full: Json, given: Json, at: readonly PropertyKey[]): readonly Fault[] {
  if (Array.isArray(full) && Array.isArray(given)) {
    return full.flatMap((each: Json, index) =>
      index < given.length ? unlike(each, given[index] as Json, [...at, index]) : [],
    );
  }
  if (isObject(full) && isObject(given)) {
    return Object.entries(full).flatMap(([key, each]) => {
      const [here, own] = [[...at, key], given[key]];
      if (own !== undefined) return unlike(each, own, here);
      return [faultAt(here, `${key} is missing: it is ${canonicalJson(each)} where nothing else is meant`)];
    });
  }
  if (canonicalJson(full) === canonicalJson(given)) return [];
  return [faultAt(at, `${String(at.at(-1))} is written as ${canonicalJson(full)}`)];
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultAt(at: readonly PropertyKey[], detail: string): Fault {
  return { pointer: jsonPointer([...at]), code: CODE, detail };
}
