import type { ErrorCode } from '../errors.js';
import { type WrittenLimit, boundsOf } from './bounds.js';
import type { Facts } from './facts.js';
import { type Unit, printMeasure } from './measure.js';
import type { Valuer } from './price.js';
import { type RuleResult, denied, limited } from './rule-result.js';

type LimitRule = WrittenLimit & { readonly id: string };

/** What a limit measures besides the transfer, and how to say it. */
export interface Held {
  /** Units of the asset that are already there and count together with the transfer. */
  readonly before: bigint;
  readonly code: ErrorCode;
  /** The sentence about the measured value and the limit, both as people read them; `is` is "within" or "above". */
  readonly say: (measured: string, is: 'within' | 'above', max: string) => string;
}

/**
 * Compares a transfer, plus what is there before, with a limit in the asset's units or US dollars. Without a price a
 * limit in US dollars denies every amount (invariant 6).
 */
export function againstLimit(
  rule: LimitRule,
  facts: Facts,
  value: Valuer,
  { before, code, say }: Held,
): RuleResult {
  const { asset } = facts;
  const { unit, max, ceiling, maxWords } = boundsOf(rule, asset);
  const total = before + facts.amount;
  const worth = unit === 'usd' ? value(total) : { isKnown: true as const, value: total };
  if (!worth.isKnown) return denied('policy', rule.id, worth);
  const used = usedBy(before, unit, value);
  const measured = worth.value;
  const words = say(printMeasure(measured, unit, asset), measured <= max ? 'within' : 'above', maxWords);
  const headroom = used < max ? max - used : 0n;
  return limited(rule.id, { unit, measured, bound: max, headroom, ceiling }, { code, words });
}

function usedBy(before: bigint, unit: Unit, value: Valuer): bigint {
  if (before === 0n || unit !== 'usd') return before;
  const there = value(before);
  return there.isKnown ? there.value : 0n;
}
