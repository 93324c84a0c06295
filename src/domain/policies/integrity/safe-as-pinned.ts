import type { Facts } from '../facts.js';
import { type RuleResult, denied, passed } from '../rule-result.js';

const RULE = 'safe-as-pinned';
const PASSED = passed(RULE, 'The Safe on chain is as pinned.');

/** A Safe that differs from its pinned profile in any field is not the Safe that was approved (invariant 15). */
export function safeAsPinned({ safe }: Facts): RuleResult {
  if (safe.drift.length === 0) return PASSED;
  const fields = safe.drift.map((drift) => drift.field).join(', ');
  const words = `The Safe on chain differs from its profile in: ${fields}.`;
  return denied('integrity', RULE, { code: 'SAFE_STATE_DRIFT', words });
}
