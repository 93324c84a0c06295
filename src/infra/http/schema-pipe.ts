import type { ArgumentMetadata } from '@nestjs/common';
import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { schemaFaults } from '../../domain/values/schema-faults.js';
import { FAULTS_MAX } from './strict-json.js';

type Schema = NonNullable<ArgumentMetadata['schema']>;
type Issue = NonNullable<Awaited<ReturnType<Schema['~standard']['validate']>>['issues']>[number];

/** One refusal with a pointer for every issue. It has the issues' code if all of them share one. */
function refusalOf(issues: readonly Issue[], fallback: ErrorCode): DomainError {
  const faults = schemaFaults(issues, fallback);
  const codes = new Set(faults.map((fault) => fault.code));
  const [only] = codes.size === 1 ? codes : [];
  const [first] = faults;
  const detail =
    faults.length === 1 && first ? first.detail : `${String(faults.length)} members are not as expected`;
  return new DomainError(only ?? fallback, detail, faults.slice(0, FAULTS_MAX));
}

/** Parses by a schema outside of controller parameters, with the same refusals. */
export function parseBody<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw refusalOf(result.error.issues, 'BODY_SCHEMA');
  return result.data;
}

/** Parses every parameter by its zod contract; `RouteTable` ensures that each has one. */
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
        // A malformed id is answered like an unknown one.
        throw new DomainError('ROUTE_NOT_FOUND', 'there is nothing under this path');
    }
  }
}
