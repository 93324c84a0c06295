import { quorumMet } from '../confirmations/quorum.js';
import type { ExceptionFact, Facts } from './facts.js';
import { type Unit, printMeasure } from './measure.js';
import type { PolicyDocument } from './policy.js';
import type { RuleResult } from './rule-result.js';

/**
 * Lifts one denial if enough people excepted exactly this rule. The rule must be waivable, the exceptions unexpired,
 * and their ceilings within the rule's. The requester never counts (invariant 10).
 */
export function waive(result: RuleResult, facts: Facts, document: PolicyDocument): RuleResult {
  if (!isWaivable(result)) return result;
  const measured = BigInt(result.measured);
  const ceiling = BigInt(result.ceiling);
  const named = facts.exceptions.filter(
    (each) => each.rule === result.rule && each.unit === result.unit && facts.now < each.expiresAt,
  );
  const honoured = named.filter((each) => measured <= each.ceiling && each.ceiling <= ceiling);
  const quorum = quorumMet(document.exceptionQuorum, honoured.map(asConfirmation), facts.requester.personId);
  if (quorum.met) {
    const counted = honoured.filter((each) => quorum.counted.includes(each.personId));
    const exceptionIds = counted.map((each) => each.exceptionId).sort();
    const words = `${result.words} Compliance has made an exception.`;
    return { ...result, outcome: 'waived', code: null, words, exceptionIds };
  }
  if (!named.some((each) => each.ceiling > ceiling)) return result;
  const most = printMeasure(ceiling, result.unit, facts.asset);
  const words = `${result.words} An exception may reach ${most} at most; the one given goes further and does not count.`;
  return { ...result, code: 'EXCEPTION_CEILING', words };
}

export type Waivable = RuleResult & {
  readonly unit: Unit;
  readonly measured: string;
  readonly ceiling: string;
};

/** True for a denial that an exception could still lift. */
export function isWaivable(result: RuleResult): result is Waivable {
  if (result.outcome !== 'deny' || !result.waivable) return false;
  if (result.unit === null || result.measured === null || result.ceiling === null) return false;
  return BigInt(result.measured) <= BigInt(result.ceiling);
}

/** An exception as a place of the quorum counts it. */
export function asConfirmation({ personId, groups, keys }: ExceptionFact) {
  return { personId, groups, key: keys ?? 'passkey', decision: 'confirm', valid: true } as const;
}
