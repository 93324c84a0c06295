import { z } from 'zod';
import { amountPerTransfer } from './rules/amount-per-transfer.js';
import { assetAllowed } from './rules/asset-allowed.js';
import { businessHours } from './rules/business-hours.js';
import { destinationAllowed } from './rules/destination-allowed.js';
import { duplicate } from './rules/duplicate.js';
import { firstTransfer } from './rules/first-transfer.js';
import { hotSideCeiling } from './rules/hot-side-ceiling.js';
import { requesterLimit } from './rules/requester-limit.js';
import { rollingAmount } from './rules/rolling-amount.js';
import { rollingCount } from './rules/rolling-count.js';
import type { RuleKind } from './rules/rule-kind.js';
import { safeFloor } from './rules/safe-floor.js';
import { structuring } from './rules/structuring.js';

// In the order of the published schema.
const LIST = [
  destinationAllowed,
  assetAllowed,
  amountPerTransfer,
  rollingAmount,
  rollingCount,
  hotSideCeiling,
  safeFloor,
  businessHours,
  structuring,
  duplicate,
  firstTransfer,
  requesterLimit,
] as const;

type Shapes<L> = { -readonly [I in keyof L]: L[I] extends { readonly shape: infer S } ? S : never };

export const RuleSchema = z.discriminatedUnion('kind', LIST.map(({ shape }) => shape) as Shapes<typeof LIST>);

export type Rule = z.infer<typeof RuleSchema>;

/** The one list of rule kinds. The cast is safe because `kindOf` hands each kind only its own rules. */
export const RULE_KINDS = LIST as unknown as readonly RuleKind<Rule>[];

const BY_KIND = new Map(RULE_KINDS.map((each) => [each.kind, each]));

/** What is particular to the kind of this rule. */
export function kindOf(rule: Rule): RuleKind<Rule> {
  const found = BY_KIND.get(rule.kind);
  if (found === undefined) throw new TypeError(`there is no kind of rule ${rule.kind}`);
  return found;
}
