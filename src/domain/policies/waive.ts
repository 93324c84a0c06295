import { type CountableConfirmation, type Quorum, quorumMet } from '../confirmations/quorum.js';
import type { UnixSeconds } from '../values/time.js';
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
  const ceiling = BigInt(result.ceiling);
  const { named, honoured, quorum } = excepted(
    result,
    { ...facts, requesterId: facts.requester.personId },
    document,
  );
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

/** The exceptions of a transfer, and who may not make one. */
export interface Excepted {
  readonly exceptions: readonly ExceptionFact[];
  readonly requesterId: string;
  readonly now: UnixSeconds;
}

/** What was excepted of one measured rule: by name, what of it counts, and the quorum of that. */
export function excepted(
  { rule, unit, measured, ceiling }: Pick<Waivable, 'rule' | 'unit' | 'measured' | 'ceiling'>,
  { exceptions, requesterId, now }: Excepted,
  { exceptionQuorum }: Pick<PolicyDocument, 'exceptionQuorum'>,
): Honoured {
  const named = exceptions.filter((each) => each.rule === rule && each.unit === unit && now < each.expiresAt);
  const honoured = named.filter(
    (each) => BigInt(measured) <= each.ceiling && each.ceiling <= BigInt(ceiling),
  );
  const answers = honoured.map(asConfirmation);
  return { named, honoured, answers, quorum: quorumMet(exceptionQuorum, answers, requesterId) };
}

interface Honoured {
  readonly named: readonly ExceptionFact[];
  readonly honoured: readonly ExceptionFact[];
  readonly answers: readonly CountableConfirmation[];
  readonly quorum: Quorum;
}

/** True while somebody's exception of a rule is unexpired and suffices: they are not asked for a second one. */
export function hasExcepted(
  exceptions: readonly ExceptionFact[],
  personId: string,
  { rule, measured }: { readonly rule: string; readonly measured: bigint },
): boolean {
  return exceptions.some(
    (each) => each.personId === personId && each.rule === rule && measured <= each.ceiling,
  );
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
