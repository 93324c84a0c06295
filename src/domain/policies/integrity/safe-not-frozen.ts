import type { Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'safe-not-frozen';
const PASSED = passed(RULE, 'The Safe is not frozen.');

/** A frozen Safe moves nothing, whatever the policy says. A freeze takes only one person. */
export function safeNotFrozen({ safe }: Facts): RuleResult {
  if (safe.frozen === null) return PASSED;
  const words = `The Safe is frozen (${safe.frozen.code}): ${safe.frozen.reason}`;
  return denied('integrity', RULE, { code: 'SAFE_FROZEN', words });
}
