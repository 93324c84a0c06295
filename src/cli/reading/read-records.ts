import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import {
  type DecisionRecord,
  DecisionRecordSchema,
  type ReadRecord,
  readRecord,
} from '../../domain/policies/decision-record.js';
import { type PolicyDocument, PolicyDocumentSchema } from '../../domain/policies/policy.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { schemaFaults } from '../../domain/values/schema-faults.js';
import { plainJson } from './plain-json.js';
import { readJson } from './read-json.js';
import { readSource } from './source.js';

/** A year's transfers of a busy treasury, each with all its facts. */
const HISTORY_BYTES_MAX = 512 * 1024 * 1024;

/** Reads by a schema; what is wrong is told with its place. @throws DomainError BODY_SCHEMA */
export function bySchema<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const faults = schemaFaults(error.issues, 'BODY_SCHEMA');
    const [first] = faults;
    const detail =
      faults.length === 1 && first ? first.detail : `${String(faults.length)} members are not as expected`;
    throw new DomainError('BODY_SCHEMA', detail, faults);
  }
}

/** A policy document, alone or as the gateway gives it, in the member `document`. */
export function readPolicy(path: string): PolicyDocument {
  const json = plainJson(readJson(readSource(path)));
  const document = membersOf(json)?.['document'] ?? json;
  return bySchema(() => PolicyDocumentSchema.parse(document));
}

/** Decision records: one, a list, a page of the API with its `data`, or one JSON value on each line. */
export function readRecords(path: string): readonly DecisionRecord[] {
  return valuesIn(readSource(path, HISTORY_BYTES_MAX)).map((value) =>
    bySchema(() => DecisionRecordSchema.parse(value)),
  );
}

/** The same with every part read. */
export function readHistory(path: string): readonly ReadRecord[] {
  return readRecords(path).map((record) => bySchema(() => readRecord(record)));
}

function valuesIn(text: string): readonly Json[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isLines =
    lines.length > 1 && lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'));
  return (isLines ? lines : [text]).flatMap((each) => {
    const value = plainJson(readJson(each));
    const list = membersOf(value)?.['data'] ?? value;
    return Array.isArray(list) ? (list as readonly Json[]) : [value];
  });
}

function membersOf(value: Json): Readonly<Record<string, Json>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, Json>>;
}
