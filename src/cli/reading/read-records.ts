import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import {
  type DecisionRecord,
  DecisionRecordSchema,
  type ReadRecord,
  readRecord,
} from '../../domain/policies/decision-record.js';
import { PolicyDraftSchema } from '../../domain/policies/policy-draft.js';
import { type PolicyDocument, PolicyDocumentSchema } from '../../domain/policies/policy.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { schemaFaults } from '../../domain/values/schema-faults.js';
import { schemaWords } from '../../domain/values/schema-words.js';
import { plainJson } from './plain-json.js';
import { readJson } from './read-json.js';
import { readSource } from './source.js';

/** Enough for a year of a busy treasury's transfers, each with all its facts. */
const HISTORY_BYTES_MAX = 512 * 1024 * 1024;

/** Runs a schema's reader. A fault names its place. @throws DomainError BODY_SCHEMA */
export function bySchema<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const parsed = { value: undefined, code: 'BODY_SCHEMA', at: [], called: 'this' } as const;
    const faults = schemaFaults(error.issues, parsed);
    const [first] = faults;
    const detail =
      faults.length === 1 && first ? first.detail : `${String(faults.length)} members are not as expected`;
    throw new DomainError('BODY_SCHEMA', detail, faults);
  }
}

/** A policy that is to be signed: a document, either alone or in the member `document`, as the API returns it. */
export function readDraft(path: string): PolicyDocument {
  return bySchema(() => PolicyDraftSchema.parse(documentIn(path), { error: schemaWords }));
}

/** A policy that was signed, perhaps when less was asked of one. */
export function readPolicy(path: string): PolicyDocument {
  return bySchema(() => PolicyDocumentSchema.parse(documentIn(path), { error: schemaWords }));
}

function documentIn(path: string): Json {
  const json = plainJson(readJson(readSource(path)));
  return membersOf(json)?.['document'] ?? json;
}

/** Decision records: one, a list, a page of the API with its `data`, or one JSON value on each line. */
export function readRecords(path: string): readonly DecisionRecord[] {
  return valuesIn(readSource(path, HISTORY_BYTES_MAX)).map((value) =>
    bySchema(() => DecisionRecordSchema.parse(value, { error: schemaWords })),
  );
}

/** As `readRecords`, with every part parsed. */
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
