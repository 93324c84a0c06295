import { compareDecimals } from '../values/amount.js';
import type { PolicyDocument, RuleOf, Tier } from './policy.js';
import { type Remark, allowedAssets, lowest, remark } from './review-remark.js';
import { isLimit, limitMeasureOf, measureOf, reachOf, reviewOf } from './review-limits.js';
import { kindOf } from './rule-kinds.js';

/** Tiers that no transfer can reach, transfers without a tier, and rules that need missing tiers. */
export function tierRemarks(document: PolicyDocument): Remark[] {
  const allowed = allowedAssets(document);
  const { tiers, rules } = document;
  const hasDollars = tiers.some((tier) => tier.unit === 'usd');
  const bare = hasDollars ? [] : [...allowed].filter((id) => !tiers.some((tier) => measureOf(tier) === id));
  const idle = tiers.filter((tier) => tier.unit !== 'usd' && !allowed.has(tier.assetId));
  const measures = [...new Set(tiers.filter((tier) => !idle.includes(tier)).map(measureOf))];
  return [
    ...bare.map((id) =>
      remark('ASSET_WITHOUT_TIER', [], `${id} is allowed, but nobody is named who confirms it.`),
    ),
    ...idle.map((tier) =>
      remark(
        'TIER_WITHOUT_EFFECT',
        [],
        `The tier ${tier.name} is about an asset that no transfer may be of.`,
        [tier.name],
      ),
    ),
    ...measures.flatMap((measure) => reachRemarks(document, measure)),
    ...rules.filter((rule) => rule.kind === 'structuring').flatMap((rule) => joiningRemarks(rule, tiers)),
  ];
}

function joiningRemarks(rule: RuleOf<'structuring'>, tiers: readonly Tier[]): Remark[] {
  if (tiers.some((tier) => measureOf(tier) === measureOf(rule))) return [];
  const words = `${rule.id} denies everything: there is no tier that transfers could stay just under.`;
  return [remark('STRUCTURING_WITHOUT_TIERS', [rule.id], words)];
}

/** A tier is unreachable if the tier below it covers all that the limits allow, unless sums are joined. */
function reachRemarks({ rules, tiers }: PolicyDocument, measure: string): Remark[] {
  const steps = tiers
    .filter((tier) => measureOf(tier) === measure)
    .sort((a, b) => compareDecimals(a.upTo, b.upTo));
  const limits = rules.filter(isLimit).filter((rule) => limitMeasureOf(rule) === measure);
  // Limits that every requester is bound by.
  const binding = limits.filter(
    (rule) => kindOf(rule).needed === 'for-each-asset' && reviewOf(rule).bindsOneTransfer(rule),
  );
  const reach = lowest(binding.map(reachOf));
  const isJoined = rules.some((rule) => rule.kind === 'structuring' && measureOf(rule) === measure);
  const unreached = steps.filter((_, index) => {
    const below = steps[index - 1];
    return reach !== undefined && below !== undefined && !isJoined && compareDecimals(below.upTo, reach) >= 0;
  });
  const top = steps.at(-1);
  const tooHigh = limits.filter(
    (rule) => rule.waivable && 'ceiling' in rule && isAboveTiers(rule, top) && reviewOf(rule).isOfOneTransfer,
  );
  return [
    ...unreached.map((tier) => {
      const words = `No transfer is in the tier ${tier.name}: the one below it goes as far as the limits do, to ${reach ?? ''}.`;
      return remark(
        'TIER_UNREACHABLE',
        binding.filter((rule) => reachOf(rule) === reach).map(({ id }) => id),
        words,
        [tier.name],
      );
    }),
    ...tooHigh.map((rule) => {
      const words = `An exception of ${rule.id} may reach ${reachOf(rule)}, but the highest tier ends at ${top?.upTo ?? ''}.`;
      return remark('CEILING_UNREACHABLE', [rule.id], words, top === undefined ? [] : [top.name]);
    }),
  ];
}

function isAboveTiers(rule: { readonly ceiling?: string | number }, top: Tier | undefined): boolean {
  return top !== undefined && compareDecimals(String(rule.ceiling), top.upTo) > 0;
}
