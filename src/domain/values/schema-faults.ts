import { z } from 'zod';
import { ERROR_CODES, type ErrorCode, type Fault } from '../errors.js';
import { jsonPointer } from './json-pointer.js';
import { THIS, unknownWords } from './schema-words.js';

const Segment = z.union([z.string(), z.number(), z.object({ key: z.union([z.string(), z.number()]) })]);

/** What zod adds to the Standard Schema: unknown keys by name, a union's branches, our codes. */
const ZodIssue = z.object({
  code: z.string().optional().catch(undefined),
  path: z.array(Segment).default([]),
  message: z.string(),
  keys: z.array(z.string()).optional().catch(undefined),
  errors: z.array(z.array(z.unknown())).optional().catch(undefined),
  params: z
    .object({ code: z.enum(ERROR_CODES) })
    .optional()
    .catch(undefined),
});

/** What was parsed, and where it stands. */
export interface Parsed {
  readonly value: unknown;
  /** The code of faults that have none of their own. */
  readonly code: ErrorCode;
  /** The place of the value in the request. */
  readonly at: readonly PropertyKey[];
  /** What the whole request is called, such as "the body". */
  readonly called: string;
}

/**
 * A schema's issues as faults with their places: one for every unknown member, and the nearest branch of a union. Parse
 * with `schemaWords`, so that their words are plain.
 */
export function schemaFaults(issues: readonly unknown[], parsed: Parsed): Fault[] {
  return issues.flatMap((issue) => faultsOf(issue, [], parsed));
}

function faultsOf(issue: unknown, above: readonly PropertyKey[], parsed: Parsed): Fault[] {
  const { path, message, keys, errors, params } = ZodIssue.parse(issue);
  const inside = [...above, ...path.map((segment) => (typeof segment === 'object' ? segment.key : segment))];
  const here = [...parsed.at, ...inside];
  if (keys) {
    const words = message.split('\n');
    return keys.map((key, at) => ({
      pointer: jsonPointer([...here, key]),
      code: codeAt([...here, key], true, parsed.code),
      detail: words.length === keys.length ? (words[at] ?? '') : unknownWords(key, []),
    }));
  }
  // Of a union, the branch that nearly matched is the most helpful, and one for another type of value the least.
  const nearest = [...(errors ?? [])].sort((one, other) => distance(one) - distance(other))[0];
  if (nearest && distance(nearest) < OTHER_TYPE)
    return nearest.flatMap((each) => faultsOf(each, inside, parsed));
  // A parser that has no code of its own speaks of form: where it stands says of what.
  const code = params && params.code !== 'BODY_SCHEMA' ? params.code : parsed.code;
  return [
    {
      pointer: jsonPointer(here),
      code: code === 'BODY_SCHEMA' ? codeAt(here, isThere(parsed.value, inside), code) : code,
      detail: worded(nearest ? branchWords(errors ?? []) : message, nameOf(here) ?? parsed.called),
    },
  ];
}

const OTHER_TYPE = Number.MAX_SAFE_INTEGER;

function distance(branch: readonly unknown[]): number {
  const isOfOtherType = branch.some((each) => {
    const { code, path } = ZodIssue.parse(each);
    return code === 'invalid_type' && path.length === 0;
  });
  return isOfOtherType ? OTHER_TYPE : branch.length;
}

/** Where no branch of a union takes a value of this type: what each of them takes. */
function branchWords(branches: readonly (readonly unknown[])[]): string {
  const said = branches.flatMap((branch) =>
    branch.map((each) => ZodIssue.parse(each)).filter(({ path }) => path.length === 0),
  );
  const words = [...new Set(said.map(({ message }) => message))];
  const [first = `${THIS} is not allowed`, ...others] = words;
  return [first, ...others.map((each) => each.replace(`${THIS} must be `, ''))].join(', or ');
}

/** A malformed signature has one code wherever it stands; one that is missing is a missing member as any other. */
function codeAt(here: readonly PropertyKey[], isGiven: boolean, code: ErrorCode): ErrorCode {
  if (code !== 'BODY_SCHEMA') return code;
  const at = here.indexOf('signature');
  return at >= 0 && (isGiven || at < here.length - 1) ? 'SIGNATURE_FORMAT' : code;
}

function isThere(value: unknown, path: readonly PropertyKey[]): boolean {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return false;
    found = (found as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return found !== undefined;
}

/** Puts the name of the place into words that begin with "this" or "expected". */
function worded(message: string, name: string): string {
  if (message.startsWith(`${THIS} `)) return `${name}${message.slice(THIS.length)}`;
  if (message.startsWith('expected ')) return `${name} must be ${message.slice('expected '.length)}`;
  return message;
}

function nameOf(here: readonly PropertyKey[]): string | undefined {
  const at = here.findLastIndex((key) => typeof key === 'string' && !/^[0-9]+$/.test(key));
  if (at < 0) return undefined;
  const indexes = here.slice(at + 1).map((index) => `[${String(index)}]`);
  return `${String(here[at])}${indexes.join('')}`;
}
