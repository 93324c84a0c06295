import type { Facts } from '../facts.js';
import type { PolicyDocument, Rule, RuleKind } from '../policy.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

const RULE = 'policy-covers';

const NEEDED = [
  'destination-allowed',
  'asset-allowed',
  'amount-per-transfer',
  'rolling-amount',
] as const satisfies readonly RuleKind[];

/** No rule is a denial: an asset without a limit of each kind may not move, however empty the policy is. */
export function policyCovers(facts: Facts, document: PolicyDocument): RuleResult {
  const missing = NEEDED.filter(
    (kind) => !document.rules.some((rule) => rule.kind === kind && applies(rule, facts)),
  );
  if (missing.length === 0) return allowed('integrity', RULE, 'The policy has a rule of each needed kind.');
  const words = `The policy has no rule of this kind for ${facts.asset.symbol}: ${missing.join(', ')}.`;
  return denied('integrity', RULE, { code: 'NO_RULE', words });
}

/** A limit of another asset says nothing about this transfer. */
export function applies(rule: Rule, facts: Facts): boolean {
  return !('assetId' in rule) || rule.assetId === facts.asset.id;
}
