import { type RuleResult, allowed, denied } from '../rule-result.js';
import type { Standing } from '../tiers.js';

const RULE = 'tier-found';

/** Without a tier nobody is named who would have to confirm: an amount above every tier is denied, and so is one without a price. */
export function tierFound(standing: Standing): RuleResult {
  const { words } = standing;
  return standing.isFound
    ? allowed('integrity', RULE, words)
    : denied('integrity', RULE, { code: standing.code, words });
}
