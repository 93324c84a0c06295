import type { Facts } from '../facts.js';
import type { PolicyDocument } from '../policy.js';
import type { Valuer } from '../price.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';
import { tierStanding } from '../tiers.js';

const RULE = 'tier-found';

/** Without a tier nobody is named who would have to confirm: an amount above every tier is denied, and so is one without a price. */
export function tierFound(facts: Facts, document: PolicyDocument, value: Valuer): RuleResult {
  const standing = tierStanding(document, facts, value);
  const { words } = standing;
  return standing.isFound
    ? allowed('integrity', RULE, words)
    : denied('integrity', RULE, { code: standing.code, words });
}
