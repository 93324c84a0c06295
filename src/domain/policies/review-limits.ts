import { compareDecimals } from '../values/amount.js';
import type { PolicyDocument, Rule } from './policy.js';
import { kindOf } from './rule-kinds.js';
import type { LimitReview } from './rules/rule-kind.js';
import { type Remark, lowest, remark } from './review-remark.js';

type Limit = Extract<Rule, { readonly max: unknown }>;

/** Limits that another limit always reaches first, that allow nothing, or whose exceptions end at another limit. */
export function limitRemarks({ rules }: PolicyDocument): Remark[] {
  // Sorted by id, so that the remark does not depend on the document's order.
  const limits = rules.filter(isLimit).sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...limits.filter((rule) => compareDecimals(reachOf(rule), '0') === 0).map(nothingPasses),
    ...limits.flatMap((rule) => shadowRemarks(rule, limits)),
    ...limits.flatMap((rule) => ceilingRemarks(rule, limits)),
  ];
}

/** The most that a rule allows, exceptions included. */
export function reachOf(rule: Limit): string {
  return String(rule.waivable ? rule.ceiling : rule.max);
}

/** The unit of a limit: only limits in the same unit can be compared. */
export function measureOf(rule: { readonly unit?: 'asset' | 'usd'; readonly assetId?: string }): string {
  return rule.unit === 'usd' ? rule.unit : (rule.assetId ?? '');
}

/** As `measureOf`, but counts of transfers compare only with each other. */
export function limitMeasureOf(rule: Limit): string {
  return typeof rule.max === 'number' ? 'count' : measureOf(rule);
}

/** How the limit's kind compares with other limits. */
export function reviewOf(rule: Limit): LimitReview<Rule> {
  const { limit } = kindOf(rule);
  if (limit === undefined) throw new TypeError(`a ${rule.kind} says nothing of other limits`);
  return limit;
}

export function isLimit(rule: Rule): rule is Limit {
  return 'max' in rule;
}

function nothingPasses(rule: Limit): Remark {
  return remark(
    'LIMIT_OF_NOTHING',
    [rule.id],
    `${rule.id} allows nothing: whatever it is about cannot move.`,
  );
}

/**
 * At most one remark, naming the first limit that shadows this one. Of two equal limits, the one with the later id is
 * redundant.
 */
function shadowRemarks(rule: Limit, limits: readonly Limit[]): Remark[] {
  const max = String(rule.max);
  const shadow = limits
    .filter((other) => other !== rule && bindsWherever(other, rule))
    .find((other) => {
      const order = compareDecimals(reachOf(other), max);
      const isTwin =
        order === 0 && bindsWherever(rule, other) && compareDecimals(reachOf(rule), String(other.max)) === 0;
      return order < 0 || (order === 0 && (!isTwin || other.id < rule.id));
    });
  if (!shadow) return [];
  const words = `${rule.id} never binds: ${shadow.id} stops at ${reachOf(shadow)} already, which is not above ${max}.`;
  return [remark('LIMIT_SHADOWED', [rule.id, shadow.id], words)];
}

/** An exception to this rule does not help if another limit denies as well and reaches less far. */
function ceilingRemarks(rule: Limit, limits: readonly Limit[]): Remark[] {
  if (!rule.waivable) return [];
  const ceiling = String(rule.ceiling);
  const others = limits.filter((other) => other !== rule && bindsWherever(other, rule));
  const least = lowest(others.map(reachOf));
  const first = others.find((other) => reachOf(other) === least);
  if (first === undefined || least === undefined || compareDecimals(least, ceiling) >= 0) return [];
  if (compareDecimals(least, String(rule.max)) <= 0) return [];
  const words = `The ceiling of ${rule.id} is ${ceiling}, but ${first.id} stops at ${least}.`;
  return [remark('CEILING_UNREACHABLE', [rule.id, first.id], words)];
}

/**
 * Whether one limit measures at least as much as the other, for every transfer that the other applies to. With a lower
 * bound it then stops everything the other would.
 */
function bindsWherever(one: Limit, other: Limit): boolean {
  if (limitMeasureOf(one) !== limitMeasureOf(other)) return false;
  const { bindsOneTransfer, isWider } = reviewOf(one);
  if (one.kind === other.kind) return isWider(one, other);
  return reviewOf(other).isOfOneTransfer && bindsOneTransfer(one);
}
