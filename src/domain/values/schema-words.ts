import { z } from 'zod';
import { nearestName } from './nearest-name.js';

/** What each fault's words begin with, until the name of the place is known. */
export const THIS = 'this';

/** The most values of a closed list that are named. */
const VALUES_MAX = 40;

const Examples = z.array(z.unknown()).catch([]);

type Issue = z.core.$ZodRawIssue;

/** Says in plain words what is wrong. Give it to every parse whose faults people read: a schema's own words go first. */
export const schemaWords: z.core.$ZodErrorMap = (issue) => wordsOf(issue);

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `${THIS} is missing`
        : `${THIS} must be ${typeWords(issue.expected)}${such(issue)}`;
    case 'invalid_value':
      return closedWords(issue.input, issue.values);
    case 'invalid_union':
      return unionWords(issue);
    case 'too_small':
      return sizeWords(issue.origin, 'least', { bound: issue.minimum, ...issue });
    case 'too_big':
      return sizeWords(issue.origin, 'most', { bound: issue.maximum, ...issue });
    case 'invalid_format':
      return formatWords(issue.format, issue);
    case 'unrecognized_keys':
      // One line for each key, in their order.
      return issue.keys.map((key) => unknownWords(key, namesOf(issue.inst))).join('\n');
    case 'invalid_key':
      return `${THIS} is no name that is allowed here`;
    case 'not_multiple_of':
      return `${THIS} must be a multiple of ${String(issue.divisor)}`;
    case 'invalid_element':
    case 'custom':
      return issue.input === undefined ? `${THIS} is missing` : `${THIS} is not allowed`;
  }
}

/** The words for a member that a schema does not have, with the name that was meant if one is near. */
export function unknownWords(key: string, names: readonly string[]): string {
  const near = nearestName(key, names);
  return `${THIS} member is not known${near === undefined ? '' : `: is ${near} meant?`}`;
}

function namesOf(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function typeWords(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text';
    case 'int':
    case 'number':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'object':
    case 'record':
      return 'an object';
    case 'array':
    case 'tuple':
      return 'a list';
    case 'null':
      return 'null';
    default:
      return 'of another type';
  }
}

/** The schema's own example, if it has one. */
function such({ inst }: Issue): string {
  if (!(inst instanceof z.ZodType)) return '';
  const [example] = Examples.parse(z.globalRegistry.get(inst)?.['examples']);
  return example === undefined ? '' : `, such as ${JSON.stringify(example)}`;
}

function closedWords(input: unknown, values: readonly unknown[]): string {
  const allowed = alternatives(values);
  return input === undefined ? `${THIS} is missing: it is ${allowed}` : `${THIS} must be ${allowed}`;
}

function unionWords(issue: Issue & { readonly code?: 'invalid_union' | undefined }): string {
  const { discriminator, options } = issue as { discriminator?: string; options?: readonly unknown[] };
  if (discriminator === undefined || !options) return `${THIS} has none of the forms that are allowed`;
  const { input } = issue;
  const given: unknown =
    typeof input === 'object' && input !== null
      ? (input as Readonly<Record<string, unknown>>)[discriminator]
      : input;
  return closedWords(given, options);
}

function alternatives(values: readonly unknown[]): string {
  // A member that may be left out has undefined among its values.
  const given = values.filter((value) => value !== undefined);
  const named = given.slice(0, VALUES_MAX).map(String);
  if (given.length > named.length) return `one of ${named.join(', ')}, …`;
  const last = named.pop() ?? 'nothing';
  return named.length === 0 ? last : `${named.join(', ')} or ${last}`;
}

interface Bound {
  readonly bound: number | bigint;
  readonly inclusive?: boolean | undefined;
  readonly exact?: boolean | undefined;
}

function sizeWords(origin: string, side: 'least' | 'most', { bound, inclusive, exact }: Bound): string {
  const size = String(bound);
  switch (origin) {
    case 'string':
    case 'array': {
      if (side === 'least' && size === '1') return `${THIS} must not be empty`;
      const things = origin === 'string' ? 'character' : 'item';
      return `${THIS} must have ${exact ? 'exactly' : `at ${side}`} ${size} ${things}${size === '1' ? '' : 's'}`;
    }
    default:
      if (inclusive === false) return `${THIS} must be ${side === 'least' ? 'above' : 'below'} ${size}`;
      return `${THIS} must be at ${side} ${size}`;
  }
}

const ID = /^\/\^([a-z]+)_\[0-9a-f\]\{8\}-/;

function formatWords(format: string, issue: Issue & { readonly pattern?: string | undefined }): string {
  const [, prefix] = ID.exec(issue.pattern ?? '') ?? [];
  if (prefix !== undefined) return `${THIS} must be an id: ${prefix}_ and a UUID`;
  switch (format) {
    case 'url':
      return `${THIS} must be a URL, such as "https://sluice.example"`;
    default:
      return `${THIS} has another form than is allowed${such(issue)}`;
  }
}
