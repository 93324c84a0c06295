import type { Decision } from './decision.js';
import { denied } from './rule-result.js';

/** A fact that a rule needs and that nobody kept. */
export interface MissingFact {
  /** The integrity check that cannot be made without it. */
  readonly rule: string;
  readonly words: string;
}

/**
 * A decision over facts of which some are missing, and have no form of their own in which they could be: what rests on one
 * denies as unavailable, whatever stood in its place (invariant 6).
 */
export function withMissing(decision: Decision, missing: readonly MissingFact[]): Decision {
  if (missing.length === 0) return decision;
  const reasons = decision.reasons.map((reason) => {
    const fact = missing.find(({ rule }) => reason.kind === 'integrity' && reason.rule === rule);
    return fact ? denied('integrity', reason.rule, { code: 'WORLD_UNAVAILABLE', words: fact.words }) : reason;
  });
  return { ...decision, outcome: 'deny', reasons, reservations: [] };
}
