import { type Facts, parseFacts } from '../../../src/domain/policies/facts.js';
import { decide } from '../../../src/domain/policies/decide.js';
import type { Decision } from '../../../src/domain/policies/decision.js';
import type { PolicyDocument } from '../../../src/domain/policies/policy.js';
import type { RuleResult } from '../../../src/domain/policies/rule-result.js';
import type { Amount } from '../../../src/domain/values/amount.js';

/** The policy in force, and the facts of one Safe, asset and destination, of which only the amount is open. */
export interface Ground {
  readonly policy: { readonly version: number; readonly document: PolicyDocument };
  readonly facts: Facts;
  /** Rules that compare with other transfers of this amount: what the facts hold of them is of another amount. */
  readonly openRules: readonly string[];
}

export function groundOf(
  policy: { readonly version: number; readonly document: PolicyDocument },
  stored: unknown,
): Ground {
  const openRules = policy.document.rules.filter(({ kind }) => kind === 'duplicate').map(({ id }) => id);
  return { policy, facts: parseFacts(stored), openRules };
}

/** A limit, and what of its measure was used before this transfer, in the rule's unit. */
interface Measured {
  readonly reason: RuleResult;
  readonly before: bigint;
}

export interface Preview {
  readonly decision: Decision;
  /** Denials and what was excepted first; of the rest what is used most. */
  readonly limits: readonly Measured[];
  /** What denies without measuring: no amount would help. */
  readonly denials: readonly RuleResult[];
  /** What passed without measuring. */
  readonly passed: readonly RuleResult[];
  /** Judged only when it is signed. */
  readonly later: readonly RuleResult[];
}

/** What the policy would decide of this amount now, by the rules that the gateway decides by. */
export function previewOf({ policy, facts, openRules }: Ground, amount: Amount): Preview {
  const decision = decide(policy, { ...facts, amount });
  const later = decision.reasons.filter(({ rule }) => openRules.includes(rule));
  const judged = decision.reasons.filter((reason) => !later.includes(reason));
  const usedBefore = ({ rule }: RuleResult): bigint =>
    facts.rolling.find(({ ruleId }) => ruleId === rule)?.used ?? 0n;
  const limits = judged
    .filter(({ measured }) => measured !== null)
    .toSorted(byWeight)
    .map((reason) => ({ reason, before: usedBefore(reason) }));
  const plain = judged.filter(({ measured }) => measured === null);
  return {
    ...{ decision, limits, later },
    denials: plain.filter(({ outcome }) => outcome === 'deny'),
    passed: plain.filter(({ outcome }) => outcome !== 'deny'),
  };
}

const ORDER: Readonly<Record<RuleResult['outcome'], number>> = { deny: 0, waived: 1, allow: 2 };

/** Worst first; of limits that hold, the one that is used most. */
function byWeight(one: RuleResult, other: RuleResult): number {
  const order = ORDER[one.outcome] - ORDER[other.outcome];
  if (order !== 0) return order;
  const cross = use(other) * bound(one) - use(one) * bound(other);
  return cross < 0n ? -1 : cross > 0n ? 1 : 0;
}

const use = ({ measured }: RuleResult): bigint => BigInt(measured ?? '0');
const bound = ({ bound: text }: RuleResult): bigint => BigInt(text ?? '1');
