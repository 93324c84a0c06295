import { ApiExtension } from '@nestjs/swagger';
import type { ErrorCode } from '../../../domain/errors.js';
import { PROBLEM_TYPE } from '../problems/problem.js';
import { STATUS } from '../problems/status.js';
import { type JsonSchema, referenceTo } from './components.js';
import { HEADERS } from './headers.js';
import { isOpen, type Operation, takes } from './operation.js';

const OWN = 'x-refusals';

/** The codes that an operation refuses with for reasons of its own, besides those of its kind. */
export const Refuses = (...codes: readonly [ErrorCode, ...ErrorCode[]]): MethodDecorator =>
  ApiExtension(OWN, codes);

const OF_ANY: readonly ErrorCode[] = ['QUERY_SCHEMA', 'INTERNAL', 'DATABASE_UNAVAILABLE'];
const OF_RESTRICTED: readonly ErrorCode[] = ['UNAUTHENTICATED', 'FORBIDDEN'];
/** A path with broken percent-encoding. A malformed id is answered as one that names nothing. */
const OF_PATH: readonly ErrorCode[] = ['ROUTE_NOT_FOUND'];
/** Refusals of changes are written into the log, which may be out of reach; strangers are bounded. */
const OF_MUTATION: readonly ErrorCode[] = ['CSRF', 'RATE_LIMITED', 'AUDIT_UNAVAILABLE'];
/** Of those that take none as well: a body that comes all the same is read and refused. */
const OF_BODY: readonly ErrorCode[] = [
  ...(['BODY_NOT_JSON', 'BODY_TOO_DEEP', 'BODY_TOO_LARGE', 'CONTENT_TYPE'] as const),
  ...(['BODY_SCHEMA', 'BODY_DUPLICATE_KEY'] as const),
];
const OF_KEYED: readonly ErrorCode[] = ['IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_CONFLICT'];

/** Every code that is known of an operation: those of its kind, and its own. */
export function codesOf(method: string, operation: Operation): readonly ErrorCode[] {
  const own = (operation[OWN] ?? []) as readonly ErrorCode[];
  return [
    ...OF_ANY,
    ...(isOpen(operation) ? [] : OF_RESTRICTED),
    ...(takes('path', operation) ? OF_PATH : []),
    ...(method === 'get' ? [] : [...OF_MUTATION, ...OF_BODY]),
    ...(takes('header', operation) ? OF_KEYED : []),
    ...own,
  ];
}

/** One response for each status that the codes have, and one for all others: the list of codes is closed. */
export function refusalsOf(
  codes: readonly ErrorCode[],
  exampleOf: (status: number, code: ErrorCode) => JsonSchema | undefined,
): Readonly<Record<string, JsonSchema>> {
  const byStatus = Map.groupBy(new Set(codes), (code) => STATUS[code]);
  const known = [...byStatus].map(([status, each]): [string, JsonSchema] => {
    const examples = each.flatMap((code) => {
      const example = exampleOf(status, code);
      return example === undefined ? [] : [[code, example] as const];
    });
    const description = `Refused: ${each.map((code) => `\`${code}\``).join(', ')}`;
    return [
      String(status),
      refusal({ description, isLater: status === 429, examples: Object.fromEntries(examples) }),
    ];
  });
  return {
    ...Object.fromEntries(known),
    default: refusal({ description: 'Refused with another code of the list', isLater: false, examples: {} }),
  };
}

function refusal({
  description,
  isLater,
  examples,
}: {
  readonly description: string;
  readonly isLater: boolean;
  readonly examples: JsonSchema;
}): JsonSchema {
  const some = Object.keys(examples).length > 0 && { examples };
  return {
    description,
    headers: isLater ? { ...HEADERS.always, ...HEADERS.later } : HEADERS.always,
    content: { [PROBLEM_TYPE]: { schema: referenceTo('Problem'), ...some } },
  };
}
