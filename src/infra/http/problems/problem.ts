import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorCode } from '../../../domain/errors.js';
import type { Json } from '../../../domain/values/canonical-json.js';
import { isDatabaseOutage } from './database-outage.js';
import { PATIENCE_SECONDS, RateLimited } from './rate-limited.js';
import { STATUS } from './status.js';

export const PROBLEM_TYPE = 'application/problem+json';

/** The body of a refusal without the two members of the single request, `instance` and `requestId`. */
export type ProblemBody = { readonly [key: string]: Json } & {
  readonly code: ErrorCode;
  readonly status: number;
};

/** Sentence-case words of a code: BODY_SCHEMA is "Body schema". */
export function titleOf(code: ErrorCode): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What else a problem says, and whether the members that it points to are parameters of the query. */
export interface Told {
  readonly more?: Readonly<Record<string, Json>>;
  readonly isQuery?: boolean;
}

/** RFC 9457. `more` adds members such as the decision that a refusal rests on. */
export function problemOf(error: DomainError, { more = {}, isQuery = false }: Told = {}): ProblemBody {
  return {
    ...more,
    type: `/docs/problems#${error.code}`,
    title: titleOf(error.code),
    status: STATUS[error.code],
    detail: error.message,
    code: error.code,
    errors: error.faults.map(({ pointer, code, detail }) => {
      const parameter = isQuery ? parameterAt(pointer) : undefined;
      return { pointer, ...(parameter !== undefined && { parameter }), code, detail };
    }),
  };
}

/** The parameter that a pointer into a query names: a query has no depth. */
function parameterAt(pointer: string): string | undefined {
  const [, name] = pointer.split('/');
  return name?.replaceAll('~1', '/').replaceAll('~0', '~');
}

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'ROUTE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'CONTENT_TYPE',
  429: 'RATE_LIMITED',
};

/** A connection can be lost after the database has taken the COMMIT. */
const UNKNOWN =
  'it is not known whether anything was changed: repeat it with the same Idempotency-Key, which does it once, or read first where there is none';
const UNANSWERED = `the database did not answer; ${UNKNOWN}`;
const FAILED = `an error of Sluice; ${UNKNOWN}`;

/** Turns anything thrown into a refusal. Unknown errors become INTERNAL and tell the caller nothing. */
export function refusalFrom(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) {
    const code = CODE_OF_STATUS[error.getStatus()];
    if (code === 'RATE_LIMITED') return new RateLimited(PATIENCE_SECONDS);
    if (code) return new DomainError(code, `${titleOf(code)}.`, [], { cause: error });
  }
  // Express throws this for a path with broken percent-encoding.
  if (error instanceof URIError)
    return new DomainError('ROUTE_NOT_FOUND', 'there is nothing under this path');
  if (isDatabaseOutage(error)) {
    return new DomainError('DATABASE_UNAVAILABLE', UNANSWERED, [], { cause: error });
  }
  return new DomainError('INTERNAL', FAILED, [], { cause: error });
}
