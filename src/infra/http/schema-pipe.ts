import type { ArgumentMetadata } from '@nestjs/common';
import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import { DomainError, ERROR_CODES, type ErrorCode, type Fault } from '../../domain/errors.js';
import { jsonPointer } from './json-pointer.js';
import { FAULTS_MAX } from './strict-json.js';

type Schema = NonNullable<ArgumentMetadata['schema']>;
type Issue = NonNullable<Awaited<ReturnType<Schema['~standard']['validate']>>['issues']>[number];

const Segment = z.union([z.string(), z.number(), z.object({ key: z.union([z.string(), z.number()]) })]);

/** What zod says beyond the Standard Schema: unknown keys by name, a union's branches, our codes. */
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

function faultsOf(issue: unknown, above: readonly PropertyKey[], fallback: ErrorCode): Fault[] {
  const { path, message, keys, errors, params } = ZodIssue.parse(issue);
  const here = [...above, ...path.map((segment) => (typeof segment === 'object' ? segment.key : segment))];
  if (keys) {
    return keys.map((key) => ({
      pointer: jsonPointer([...here, key]),
      code: fallback,
      detail: 'this member is not known',
    }));
  }
  // Of a union the branch that was nearly met tells most, and one for another type of value tells nothing.
  const nearest = [...(errors ?? [])].sort((one, other) => distance(one) - distance(other))[0];
  if (nearest) return nearest.flatMap((each) => faultsOf(each, here, fallback));
  return [{ pointer: jsonPointer(here), code: params?.code ?? fallback, detail: message }];
}

function distance(branch: readonly unknown[]): number {
  const isOfOtherType = branch.some((each) => {
    const { code, path } = ZodIssue.parse(each);
    return code === 'invalid_type' && path.length === 0;
  });
  return isOfOtherType ? Number.MAX_SAFE_INTEGER : branch.length;
}

/** One refusal with a pointer for every issue. Issues that agree on a code give it to the refusal. */
function refusalOf(issues: readonly Issue[], fallback: ErrorCode): DomainError {
  const faults = issues.flatMap((issue) => faultsOf(issue, [], fallback));
  const codes = new Set(faults.map((fault) => fault.code));
  const [only] = codes.size === 1 ? codes : [];
  const [first] = faults;
  const detail =
    faults.length === 1 && first ? first.detail : `${String(faults.length)} members are not as expected`;
  return new DomainError(only ?? fallback, detail, faults.slice(0, FAULTS_MAX));
}

/** Parses by a schema, outside a controller's parameters, with the same refusals. */
export function parseBody<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw refusalOf(result.error.issues, 'BODY_SCHEMA');
  return result.data;
}

/** Every parameter goes through its zod contract; `RouteTable` sees to it that each has one. */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (!metadata.schema || metadata.type === 'custom') return value;
    const result = await metadata.schema['~standard'].validate(value);
    if (!result.issues) return result.value as T;
    switch (metadata.type) {
      case 'body':
        throw refusalOf(result.issues, 'BODY_SCHEMA');
      case 'query': {
        const { message, faults } = refusalOf(result.issues, 'QUERY_SCHEMA');
        throw new DomainError('QUERY_SCHEMA', message, faults);
      }
      case 'param':
        // A name that no resource can have is the same as one that none has.
        throw new DomainError('ROUTE_NOT_FOUND', 'there is nothing under this path');
    }
  }
}
