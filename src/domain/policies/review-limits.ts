import { compareDecimals } from '../values/amount.js';
import type { PolicyDocument, Rule } from './policy.js';
import { kindOf } from './rule-kinds.js';
import type { LimitReview } from './rules/rule-kind.js';
import { type Remark, lowest, remark } from './review-remark.js';

type Limit = Extract<Rule, { readonly max: unknown }>;

/** Limits that another one always binds before, that let nothing through, or whose exceptions end at another limit. */
export function limitRemarks({ rules }: PolicyDocument): Remark[] {
  // By id: which of several is named must not depend on the order of the document.
  const limits = rules.filter(isLimit).sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...limits.filter((rule) => compareDecimals(reachOf(rule), '0') === 0).map(nothingPasses),
    ...limits.flatMap((rule) => shadowRemarks(rule, limits)),
    ...limits.flatMap((rule) => ceilingRemarks(rule, limits)),
  ];
}

/** How far an amount can go by one rule, exceptions included. */
export function reachOf(rule: Limit): string {
  return String(rule.waivable ? rule.ceiling : rule.max);
}

/** What a limit counts: only limits of the same can be compared. */
export function measureOf(rule: { readonly unit?: 'asset' | 'usd'; readonly assetId?: string }): string {
  return rule.unit === 'usd' ? rule.unit : (rule.assetId ?? '');
}

/** As `measureOf`: a number of transfers is held against nothing but others. */
export function limitMeasureOf(rule: Limit): string {
  return typeof rule.max === 'number' ? 'count' : measureOf(rule);
}

/** What its kind says of a limit. */
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

/** One remark, naming the first that shadows it: of two that say the same, the later by id is the one too many. */
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

/** An exception of one rule does not help where another one, which has none so far, denies as well. */
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
 * Whether one limit measures at least as much as another one of every transfer that the other is about: then, with a lower
 * end, it stops what the other would.
 */
function bindsWherever(one: Limit, other: Limit): boolean {
  if (limitMeasureOf(one) !== limitMeasureOf(other)) return false;
  const { bindsOneTransfer, isWider } = reviewOf(one);
  if (one.kind === other.kind) return isWider(one, other);
  return reviewOf(other).isOfOneTransfer && bindsOneTransfer(one);
}
