import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors.js';
import { MEASURE_PATTERN, UNITS, type Unit } from './measure.js';

const units = z.string().regex(MEASURE_PATTERN);

/**
 * One rule's answer with what it measured, so that a person can see why. `measured`, `bound`, `headroom` and `ceiling`
 * are all in `unit`. They are null if the rule measures nothing.
 */
export const RuleResultSchema = z.strictObject({
  rule: z.string(),
  kind: z.enum(['integrity', 'policy']),
  outcome: z.enum(['allow', 'deny', 'waived']),
  code: z.enum(ERROR_CODES).nullable(),
  /** The asset's smallest units, millionths of a US dollar, or transfers. */
  unit: z.enum(UNITS).nullable(),
  measured: units.nullable(),
  bound: units.nullable(),
  /** The most that this rule would have allowed for one transfer at this moment. */
  headroom: units.nullable(),
  words: z.string(),
  waivable: z.boolean(),
  ceiling: units.nullable(),
  exceptionIds: z.array(z.string()),
});

export type RuleResult = z.infer<typeof RuleResultSchema>;
type Kind = RuleResult['kind'];

export function allowed(kind: Kind, rule: string, words: string): RuleResult {
  return unmeasured({ kind, rule, outcome: 'allow', code: null, words });
}

/**
 * The answer of a passed integrity check whose words never vary. It is created once, because every decision has a dozen
 * of them.
 */
export function passed(rule: string, words: string): RuleResult {
  const result = allowed('integrity', rule, words);
  Object.freeze(result.exceptionIds);
  return Object.freeze(result);
}

interface Reason {
  readonly code: ErrorCode;
  readonly words: string;
}

export function denied(kind: Kind, rule: string, { code, words }: Reason): RuleResult {
  return unmeasured({ kind, rule, outcome: 'deny', code, words });
}

type Answer = Pick<RuleResult, 'kind' | 'rule' | 'outcome' | 'code' | 'words'>;

// Written out member by member, because every decision creates twenty of these and spreading takes several times as
// long.
function unmeasured({ kind, rule, outcome, code, words }: Answer): RuleResult {
  return {
    rule,
    kind,
    outcome,
    code,
    unit: null,
    measured: null,
    bound: null,
    headroom: null,
    words,
    waivable: false,
    ceiling: null,
    exceptionIds: [],
  };
}

/** What a limit measured. Without a `ceiling` no exception may lift it. */
export interface Measurement {
  readonly unit: Unit;
  readonly measured: bigint;
  readonly bound: bigint;
  readonly headroom: bigint;
  readonly ceiling: bigint | null;
}

/** The answer of a limit. A value equal to the bound is allowed. */
export function limited(rule: string, measurement: Measurement, reason: Reason): RuleResult {
  const { unit, measured, bound, headroom, ceiling } = measurement;
  const isWithin = measured <= bound;
  const boundText = bound.toString();
  return {
    rule,
    kind: 'policy',
    outcome: isWithin ? 'allow' : 'deny',
    code: isWithin ? null : reason.code,
    unit,
    measured: measured.toString(),
    bound: boundText,
    headroom: headroom === bound ? boundText : headroom.toString(),
    words: reason.words,
    waivable: ceiling !== null,
    ceiling: ceiling === null ? null : ceiling.toString(),
    exceptionIds: [],
  };
}
