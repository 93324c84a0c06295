import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors.js';

/** Smallest units; a sum may be longer than the 78 digits of one amount. */
const units = z.string().regex(/^(0|[1-9][0-9]{0,95})$/);

/**
 * One rule's answer with what it measured, so that a person can see why. `measured`, `bound`, `headroom` and
 * `ceiling` are always the asset's smallest units, and null where a rule measures no amount: units never mix.
 */
export const RuleResultSchema = z.strictObject({
  rule: z.string(),
  kind: z.enum(['integrity', 'policy']),
  outcome: z.enum(['allow', 'deny', 'waived']),
  code: z.enum(ERROR_CODES).nullable(),
  measured: units.nullable(),
  bound: units.nullable(),
  /** The largest amount that this rule would have allowed at this moment. */
  headroom: units.nullable(),
  words: z.string(),
  waivable: z.boolean(),
  ceiling: units.nullable(),
  exceptionIds: z.array(z.string()),
});

export type RuleResult = z.infer<typeof RuleResultSchema>;
type Kind = RuleResult['kind'];

const NOTHING_MEASURED = {
  measured: null,
  bound: null,
  headroom: null,
  waivable: false,
  ceiling: null,
} as const;

export function allowed(kind: Kind, rule: string, words: string): RuleResult {
  return { rule, kind, outcome: 'allow', code: null, words, ...NOTHING_MEASURED, exceptionIds: [] };
}

interface Reason {
  readonly code: ErrorCode;
  readonly words: string;
}

export function denied(kind: Kind, rule: string, { code, words }: Reason): RuleResult {
  return { rule, kind, outcome: 'deny', code, words, ...NOTHING_MEASURED, exceptionIds: [] };
}

/** What a limit measured, in smallest units. No `ceiling` means that no exception may lift it. */
export interface Measurement {
  readonly measured: bigint;
  readonly bound: bigint;
  readonly headroom: bigint;
  readonly ceiling: bigint | null;
}

/** The answer of a limit: exactly up to the bound is allowed. */
export function limited(rule: string, measurement: Measurement, reason: Reason): RuleResult {
  const { measured, bound, headroom, ceiling } = measurement;
  const isWithin = measured <= bound;
  return {
    rule,
    kind: 'policy',
    outcome: isWithin ? 'allow' : 'deny',
    code: isWithin ? null : reason.code,
    measured: measured.toString(),
    bound: bound.toString(),
    headroom: headroom.toString(),
    words: reason.words,
    waivable: ceiling !== null,
    ceiling: ceiling === null ? null : ceiling.toString(),
    exceptionIds: [],
  };
}
