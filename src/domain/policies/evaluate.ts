import { unreachable } from '../errors.js';
import type { Facts } from './facts.js';
import type { PolicyDocument, Rule } from './policy.js';
import type { Valuer } from './price.js';
import type { RuleResult } from './rule-result.js';
import { amountPerTransfer } from './rules/amount-per-transfer.js';
import { assetAllowed } from './rules/asset-allowed.js';
import { businessHours } from './rules/business-hours.js';
import { destinationAllowed } from './rules/destination-allowed.js';
import { duplicate } from './rules/duplicate.js';
import { firstTransferLimit } from './rules/first-transfer.js';
import { hotSideCeiling } from './rules/hot-side-ceiling.js';
import { requesterLimit } from './rules/requester-limit.js';
import { rollingAmount } from './rules/rolling-amount.js';
import { rollingCount } from './rules/rolling-count.js';
import { safeFloor } from './rules/safe-floor.js';
import { structuring } from './rules/structuring.js';
import { stepsOf } from './tiers.js';

/** One rule's answer. A new kind of rule does not compile until it has one. */
export function evaluate(rule: Rule, facts: Facts, document: PolicyDocument, value: Valuer): RuleResult {
  switch (rule.kind) {
    case 'destination-allowed':
      return destinationAllowed(rule, facts);
    case 'asset-allowed':
      return assetAllowed(rule, facts);
    case 'amount-per-transfer':
      return amountPerTransfer(rule, facts, value);
    case 'rolling-amount':
      return rollingAmount(rule, facts, value);
    case 'rolling-count':
      return rollingCount(rule, facts);
    case 'hot-side-ceiling':
      return hotSideCeiling(rule, facts, value);
    case 'safe-floor':
      return safeFloor(rule, facts);
    case 'business-hours':
      return businessHours(rule, facts);
    case 'structuring':
      return structuring(rule, facts, stepsOf(document, rule.unit ?? 'asset', facts.asset), value);
    case 'duplicate':
      return duplicate(rule, facts);
    case 'first-transfer':
      return firstTransferLimit(rule, facts, value);
    case 'requester-limit':
      return requesterLimit(rule, facts, value);
    default:
      return unreachable(rule);
  }
}
