import { type RuleResult, allowed, denied } from '../rule-result.js';
import type { Standing } from '../tiers.js';

const RULE = 'tier-found';

/**
 * The tier names who must confirm. Without one the transfer is denied: its amount is above every tier, or a price is
 * missing.
 */
export function tierFound(standing: Standing): RuleResult {
  const { words } = standing;
  return standing.isFound
    ? allowed('integrity', RULE, words)
    : denied('integrity', RULE, { code: standing.code, words });
}
