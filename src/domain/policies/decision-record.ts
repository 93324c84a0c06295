import { z } from 'zod';
import { DomainError } from '../errors.js';
import type { Json } from '../values/canonical-json.js';
import { type TransferId, idPattern } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type Decision, DecisionSchema } from './decision.js';
import { type Facts, parseFacts } from './facts.js';
import { type PolicyDocument, PolicyDocumentSchema } from './policy.js';

const moment = z.custom<UnixSeconds>(
  (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  'expected whole seconds since 1970',
);
const json = z.custom<Json>((value) => value !== undefined, 'it is missing');

/** The fate of a transfer, as far as budgets depend on it. */
const life = z.strictObject({
  id: z.custom<TransferId>(
    (value) => typeof value === 'string' && idPattern('tr').test(value),
    'expected a transfer id',
  ),
  state: z.string(),
  /** When its budget was settled, rounded up to whole seconds; null if nothing has been paid. */
  paidAt: moment.nullable(),
  /** Null while the transfer is live. */
  endedAt: moment.nullable(),
});

/**
 * A stored decision with all its inputs, as it leaves Sluice, so that anybody can decide again (invariant 17).
 * Document, facts and decision stay unparsed, so that the comparison sees what was stored.
 */
export const DecisionRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(idPattern('dec')),
  transfer: life,
  policy: z.strictObject({ version: z.int().positive(), document: json }),
  facts: json,
  decision: json,
});

export type DecisionRecord = z.output<typeof DecisionRecordSchema>;

/** A record with its parts parsed. */
export interface ReadRecord {
  readonly id: string;
  readonly transfer: DecisionRecord['transfer'];
  readonly policy: { readonly version: number; readonly document: PolicyDocument };
  readonly facts: Facts;
  readonly decision: Decision;
}

/** @throws ZodError, with paths from the record on */
export function readRecord(record: DecisionRecord): ReadRecord {
  const { id, transfer, policy, facts, decision } = record;
  const { version, document } = policy;
  return {
    ...{ id, transfer },
    policy: { version, document: within(['policy', 'document'], () => PolicyDocumentSchema.parse(document)) },
    facts: within(['facts'], () => parseFacts(facts)),
    decision: within(['decision'], () => DecisionSchema.parse(decision)),
  };
}

/** Prefixes the paths of faults, so that they count from the record and not from the part. */
function within<T>(path: readonly PropertyKey[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError)
      throw new z.ZodError(error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
    // The domain's parsers of amounts and addresses throw DomainError.
    if (error instanceof DomainError)
      throw new z.ZodError([{ code: 'custom', path: [...path], message: error.message, input: undefined }]);
    throw error;
  }
}
