import type { Facts } from './facts.js';
import type { PolicyDocument, Rule } from './policy.js';
import type { Valuer } from './price.js';
import { kindOf } from './rule-kinds.js';
import type { RuleResult } from './rule-result.js';
import { stepsOf } from './tiers.js';

/** One rule's answer. */
export function evaluate(rule: Rule, facts: Facts, document: PolicyDocument, value: Valuer): RuleResult {
  return kindOf(rule).evaluate(rule, facts, value, (unit) => stepsOf(document, unit, facts.asset));
}
