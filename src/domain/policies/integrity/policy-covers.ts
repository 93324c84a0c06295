import type { Facts } from '../facts.js';
import { applies, isInDollars } from '../applies.js';
import { compiled } from '../compiled.js';
import type { PolicyDocument } from '../policy.js';
import { RULE_KINDS } from '../rule-kinds.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'policy-covers';
const PASSED = passed(RULE, 'The policy has a rule of each needed kind.');

const NEEDED = RULE_KINDS.filter(({ needed }) => needed !== undefined).map(({ kind }) => kind);

/**
 * An asset without a limit of each required kind may not move: a missing rule is a denial. Limits in US dollars only
 * come on top of those in the asset's own units, because prices can be manipulated (THREATS D08, D11).
 */
export function policyCovers(facts: Facts, document: PolicyDocument): RuleResult {
  const rules = compiled(document).rulesFor(facts.asset.id);
  const missing = NEEDED.filter(
    (kind) => !rules.some((rule) => rule.kind === kind && !isInDollars(rule) && applies(rule, facts)),
  );
  if (missing.length === 0) return PASSED;
  const words = `The policy has no rule of this kind for ${facts.asset.symbol}: ${missing.join(', ')}.`;
  return denied('integrity', RULE, { code: 'NO_RULE', words });
}
