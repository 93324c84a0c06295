import { unreachable } from '../errors.js';
import type { Decision } from './decision.js';
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
import { applies, policyCovers } from './integrity/policy-covers.js';
import { requesterEntitled } from './integrity/requester-entitled.js';
import { safeAsPinned } from './integrity/safe-as-pinned.js';
import { safeNotFrozen } from './integrity/safe-not-frozen.js';
import { tierFound, tierOf } from './integrity/tier-found.js';
import { type Policy, type PolicyDocument, type Rule, policyHash } from './policy.js';
import { type RuleResult, denied } from './rule-result.js';
import { amountPerTransfer } from './rules/amount-per-transfer.js';
import { assetAllowed } from './rules/asset-allowed.js';
import { destinationAllowed } from './rules/destination-allowed.js';
import { rollingAmount } from './rules/rolling-amount.js';
import { reservationScopes } from './scopes.js';
import { isWaivable, waive } from './waive.js';

type IntegrityCheck = (facts: Facts, document: PolicyDocument) => RuleResult;

/** Checked in every decision, by no policy to leave out and by no exception to waive. */
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
  'tier-found': tierFound,
};

type TermsCheck = (facts: Facts, terms: DestinationTerms) => RuleResult;

/** As INTEGRITY, by the entry's own terms. Facts without any were stored before there were, and replay to the same bytes. */
export const INTEGRITY_OF_TERMS: Readonly<Record<string, TermsCheck>> = {
  'destination-distinct': destinationDistinct,
  'destination-limit': destinationLimit,
  'first-transfer': firstTransfer,
};

/**
 * Answers whether a transfer may go. Every rule is evaluated whatever the others say, any denial wins, the absence
 * of a rule is a denial and so is an error (invariant 6). The same policy and facts give the same bytes (invariant 17).
 */
export function decide(policy: Pick<Policy, 'version' | 'document'>, facts: Facts): Decision {
  const { document, version } = policy;
  const reasons = [...integrityReasons(document, facts), ...policyReasons(document, facts)].sort(
    byKindAndRule,
  );
  const outcome = outcomeOf(reasons);
  return {
    outcome,
    policyHash: policyHash(document),
    policyVersion: version,
    reasons,
    tier: tierIn(reasons, document, facts),
    waivable: reasons.filter(isWaivable).map(({ rule, measured, ceiling }) => ({ rule, measured, ceiling })),
    reservations: outcome === 'permit' ? reservationsOf(facts) : [],
  };
}

function integrityReasons(document: PolicyDocument, facts: Facts): RuleResult[] {
  const always = Object.entries(INTEGRITY).map(([rule, check]) =>
    guarded({ kind: 'integrity', rule }, () => check(facts, document)),
  );
  const terms = facts.destination?.terms;
  if (terms === undefined) return always;
  const ofTerms = Object.entries(INTEGRITY_OF_TERMS).map(([rule, check]) =>
    guarded({ kind: 'integrity', rule }, () => check(facts, terms)),
  );
  return [...always, ...ofTerms];
}

function policyReasons(document: PolicyDocument, facts: Facts): RuleResult[] {
  return document.rules
    .filter((rule) => applies(rule, facts))
    .map((rule) =>
      guarded({ kind: 'policy', rule: rule.id }, () => waive(evaluate(rule, facts), facts, document)),
    );
}

function evaluate(rule: Rule, facts: Facts): RuleResult {
  switch (rule.kind) {
    case 'destination-allowed':
      return destinationAllowed(rule, facts);
    case 'asset-allowed':
      return assetAllowed(rule, facts);
    case 'amount-per-transfer':
      return amountPerTransfer(rule, facts);
    case 'rolling-amount':
      return rollingAmount(rule, facts);
    default:
      return unreachable(rule);
  }
}

function guarded({ kind, rule }: Pick<RuleResult, 'kind' | 'rule'>, check: () => RuleResult): RuleResult {
  try {
    return check();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return denied(kind, rule, { code: 'RULE_FAILED', words: `The rule could not be evaluated: ${reason}` });
  }
}

function outcomeOf(reasons: readonly RuleResult[]): Decision['outcome'] {
  const denials = reasons.filter((reason) => reason.outcome === 'deny');
  if (denials.length === 0) return 'permit';
  return denials.every(isWaivable) ? 'needs-exception' : 'deny';
}

/** Read only where the check of the tier passed, so an unreadable tier has been denied already. */
function tierIn(reasons: readonly RuleResult[], document: PolicyDocument, facts: Facts): Decision['tier'] {
  const isFound = reasons.some(
    (reason) => reason.rule === 'tier-found' && reason.outcome === 'allow' && reason.kind === 'integrity',
  );
  const tier = isFound ? tierOf(document, facts) : undefined;
  return tier ? { name: tier.name, require: tier.require } : null;
}

function reservationsOf(facts: Facts): Decision['reservations'] {
  return reservationScopes(facts).map((scope) => ({ scope, amount: facts.amount.toString() }));
}

function byKindAndRule(a: RuleResult, b: RuleResult): number {
  return compare(a.kind, b.kind) || compare(a.rule, b.rule);
}

/** By code unit: a locale's order is not the same on every machine. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
