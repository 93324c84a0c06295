import { applies } from './applies.js';
import { type Compiled, compiled } from './compiled.js';
import type { Decision } from './decision.js';
import { evaluate } from './evaluate.js';
import type { DestinationTerms, Facts } from './facts.js';
import { amountPositive } from './integrity/amount-positive.js';
import { assetAsPinned } from './integrity/asset-as-pinned.js';
import { destinationAsApproved } from './integrity/destination-as-approved.js';
import { destinationDistinct } from './integrity/destination-distinct.js';
import { destinationLimit } from './integrity/destination-limit.js';
import { firstTransfer } from './integrity/first-transfer.js';
import { intentSigned } from './integrity/intent-signed.js';
import { notExpired } from './integrity/not-expired.js';
import { oneChain } from './integrity/one-chain.js';
import { policyCovers } from './integrity/policy-covers.js';
import { requesterEntitled } from './integrity/requester-entitled.js';
import { safeAsPinned } from './integrity/safe-as-pinned.js';
import { safeNotFrozen } from './integrity/safe-not-frozen.js';
import { tierFound } from './integrity/tier-found.js';
import type { Policy, PolicyDocument } from './policy.js';
import { type Valuer, valuer } from './price.js';
import { type RuleResult, denied } from './rule-result.js';
import { eachScope } from './scopes.js';
import { type Standing, joinedTier, tierStanding } from './tiers.js';
import { isWaivable, waive } from './waive.js';

type IntegrityCheck = (facts: Facts, document: PolicyDocument, standing: () => Standing) => RuleResult;

/** Checks that every decision makes. No policy can leave one out, and no exception can waive one. */
export const INTEGRITY: Readonly<Record<string, IntegrityCheck>> = {
  'amount-positive': amountPositive,
  'asset-as-pinned': assetAsPinned,
  'destination-as-approved': destinationAsApproved,
  'intent-signed': intentSigned,
  'not-expired': notExpired,
  'one-chain': oneChain,
  'policy-covers': policyCovers,
  'requester-entitled': requesterEntitled,
  'safe-as-pinned': safeAsPinned,
  'safe-not-frozen': safeNotFrozen,
  'tier-found': (_facts, _document, standing) => tierFound(standing()),
};

type TermsCheck = (facts: Facts, terms: DestinationTerms) => RuleResult;

/**
 * As INTEGRITY, for the entry's own terms. Facts stored before terms existed lack them and skip these checks, so that
 * they replay to the same bytes.
 */
export const INTEGRITY_OF_TERMS: Readonly<Record<string, TermsCheck>> = {
  'destination-distinct': destinationDistinct,
  'destination-limit': destinationLimit,
  'first-transfer': firstTransfer,
};

/** Everything that one decision is made from. */
interface Case {
  readonly document: PolicyDocument;
  readonly compiled: Compiled;
  readonly facts: Facts;
  readonly value: Valuer;
  /** Lazy and memoized, because both the tier check and the decision need it. It throws if the facts are unusable. */
  readonly standing: () => Standing;
}

/**
 * Decides whether a transfer may go. Every rule is evaluated whatever the others say, and any denial wins. A missing
 * rule or an error is a denial (invariant 6). The same policy and facts give the same bytes (invariant 17).
 */
export function decide(policy: Pick<Policy, 'version' | 'document'>, facts: Facts): Decision {
  const { document, version } = policy;
  const one = caseOf(document, facts);
  const reasons: RuleResult[] = [];
  addIntegrityReasons(reasons, one);
  addPolicyReasons(reasons, one);
  const denials = reasons.filter((reason) => reason.outcome === 'deny');
  const outcome = outcomeOf(denials);
  return {
    outcome,
    policyHash: one.compiled.hash,
    policyVersion: version,
    reasons,
    tier: tierIn(reasons, one),
    waivable: denials
      .filter(isWaivable)
      .map(({ rule, unit, measured, ceiling }) => ({ rule, unit, measured, ceiling })),
    reservations: outcome === 'permit' ? reservationsOf(one) : [],
  };
}

function caseOf(document: PolicyDocument, facts: Facts): Case {
  const value = valuer(document, facts);
  let found: Standing | undefined;
  const standing = (): Standing => (found ??= tierStanding(document, facts, value));
  return { document, compiled: compiled(document), facts, value, standing };
}

/** Sorted by code unit, because a locale's order differs between machines. */
const SORTED = sorted(INTEGRITY);
const SORTED_WITH_TERMS = sorted({
  ...INTEGRITY,
  ...Object.fromEntries(
    Object.entries(INTEGRITY_OF_TERMS).map(([rule, check]): [string, IntegrityCheck] => [
      rule,
      (facts) => check(facts, termsOf(facts)),
    ]),
  ),
});

function sorted(checks: Readonly<Record<string, IntegrityCheck>>) {
  return Object.entries(checks)
    .map(([rule, check]) => ({ rule, check }))
    .sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function termsOf({ destination }: Facts): DestinationTerms {
  if (destination?.terms === undefined) throw new TypeError('the entry has no terms');
  return destination.terms;
}

function addIntegrityReasons(reasons: RuleResult[], { document, facts, standing }: Case): void {
  for (const each of facts.destination?.terms === undefined ? SORTED : SORTED_WITH_TERMS) {
    try {
      reasons.push(each.check(facts, document, standing));
    } catch (error) {
      reasons.push(failed('integrity', each.rule, error));
    }
  }
}

function addPolicyReasons(reasons: RuleResult[], one: Case): void {
  const { document, facts, value } = one;
  for (const rule of one.compiled.rulesFor(facts.asset.id)) {
    try {
      if (applies(rule, facts)) reasons.push(waive(evaluate(rule, facts, document, value), facts, document));
    } catch (error) {
      reasons.push(failed('policy', rule.id, error));
    }
  }
}

/** An error denies: a rule that could not be evaluated has allowed nothing (invariant 6). */
function failed(kind: RuleResult['kind'], rule: string, error: unknown): RuleResult {
  const reason = error instanceof Error ? error.message : String(error);
  return denied(kind, rule, { code: 'RULE_FAILED', words: `The rule could not be evaluated: ${reason}` });
}

function outcomeOf(denials: readonly RuleResult[]): Decision['outcome'] {
  if (denials.length === 0) return 'permit';
  return denials.every(isWaivable) ? 'needs-exception' : 'deny';
}

/** Null unless the tier check passed, so an unreadable tier has been denied already. */
function tierIn(reasons: readonly RuleResult[], { standing }: Case): Decision['tier'] {
  const check = reasons.find((reason) => reason.kind === 'integrity' && reason.rule === 'tier-found');
  if (check?.outcome !== 'allow') return null;
  const found = standing();
  return found.isFound ? joinedTier(found.tiers) : null;
}

function reservationsOf({ facts, value }: Case): Decision['reservations'] {
  const usd = value(facts.amount);
  return eachScope(facts, {
    asset: facts.amount.toString(),
    count: '1',
    usd: usd.isKnown ? usd.value.toString() : null,
  });
}
