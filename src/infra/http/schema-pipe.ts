import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DomainError, FAULTS_MAX } from '../../domain/errors.js';
import { type Parsed, schemaFaults } from '../../domain/values/schema-faults.js';
import { schemaWords } from '../../domain/values/schema-words.js';
import { nothingUnder } from './problems/nothing-under.js';

type Where = Omit<Parsed, 'value'>;

const BODY: Where = { code: 'BODY_SCHEMA', at: [], called: 'the body' };

/** One refusal with a pointer for every issue. It has the issues' code if all of them share one. */
function refusalOf(issues: readonly unknown[], parsed: Parsed): DomainError {
  const faults = schemaFaults(issues, parsed);
  const codes = new Set(faults.map((fault) => fault.code));
  const [only] = codes.size === 1 ? codes : [];
  const [first] = faults;
  const detail =
    faults.length === 1 && first ? first.detail : `${String(faults.length)} members are not as expected`;
  return new DomainError(only ?? parsed.code, detail, faults.slice(0, FAULTS_MAX));
}

/**
 * Parses by a schema outside of controller parameters, with the same refusals.
 * @param at where in the body the value stands
 */
export function parseBody<T extends z.ZodType>(
  schema: T,
  value: unknown,
  at: readonly PropertyKey[] = [],
): z.output<T> {
  const result = schema.safeParse(value, { error: schemaWords });
  if (!result.success) throw refusalOf(result.error.issues, { ...BODY, at, value });
  return result.data;
}

/** Parses every parameter by its zod contract; `RouteTable` ensures that each has one. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!metadata.schema || metadata.type === 'custom') return value;
    if (!(metadata.schema instanceof z.ZodType)) throw new TypeError('a contract is a zod schema');
    const result = await metadata.schema.safeParseAsync(value, { error: schemaWords });
    if (result.success) return result.data;
    const { issues } = result.error;
    switch (metadata.type) {
      case 'body':
        throw refusalOf(issues, { ...BODY, value });
      case 'query': {
        const where: Where = { code: 'QUERY_SCHEMA', at: [], called: 'the query' };
        const { message, faults } = refusalOf(issues, { ...where, value });
        throw new DomainError('QUERY_SCHEMA', message, faults);
      }
      case 'param':
        throw nothingUnder(issues);
    }
  }
}
