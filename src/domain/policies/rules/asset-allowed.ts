import type { Facts } from '../facts.js';
import type { RuleOf } from '../policy.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

/** Only assets that the policy lists may move. */
export function assetAllowed(rule: RuleOf<'asset-allowed'>, facts: Facts): RuleResult {
  const { id, symbol } = facts.asset;
  if (rule.assetIds.includes(id))
    return allowed('policy', rule.id, `The policy allows transfers of ${symbol}.`);
  const words = `The policy does not allow transfers of ${symbol}.`;
  return denied('policy', rule.id, { code: 'ASSET_NOT_ALLOWED', words });
}
