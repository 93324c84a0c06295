import { unreachable } from '../errors.js';
import { compareDecimals } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import type { Rule, RuleKind, RuleOf } from './policy.js';
import { mayBecomeReadable } from './readable-numbers.js';

const WAIVER = ['waivable', 'ceiling'] as const;

/** What `isRuleTighter` compares of each kind of rule. All other members must be the same, whatever they come to be. */
const COMPARED: Readonly<Record<RuleKind, readonly string[]>> = {
  'destination-allowed': ['coolingOffSeconds'],
  'asset-allowed': ['assetIds'],
  'amount-per-transfer': ['max', ...WAIVER],
  'requester-limit': ['max', ...WAIVER],
  'first-transfer': ['max', ...WAIVER],
  'hot-side-ceiling': ['max', ...WAIVER],
  'safe-floor': ['min', 'minShare', ...WAIVER],
  'rolling-amount': ['max', 'windowSeconds', ...WAIVER],
  'rolling-count': ['max', 'windowSeconds', ...WAIVER],
  'business-hours': ['days', 'from', 'to', 'holidays', ...WAIVER],
  structuring: ['windowSeconds', 'margin', ...WAIVER],
  duplicate: ['windowSeconds', ...WAIVER],
};

/** Whether the second form of a rule permits nothing that the first does not, whatever the transfer. */
export function isRuleTighter(before: Rule, after: Rule): boolean {
  if (restOf(before) !== restOf(after) || !isWaiverTighter(before, after)) return false;
  switch (before.kind) {
    case 'destination-allowed':
      return before.kind === after.kind && after.coolingOffSeconds >= before.coolingOffSeconds;
    case 'asset-allowed':
      return before.kind === after.kind && after.assetIds.every((id) => before.assetIds.includes(id));
    case 'amount-per-transfer':
    case 'requester-limit':
    case 'first-transfer':
    case 'hot-side-ceiling':
      return before.kind === after.kind && isMaxLower(before, after);
    case 'rolling-amount':
      return (
        before.kind === after.kind && after.windowSeconds >= before.windowSeconds && isMaxLower(before, after)
      );
    case 'rolling-count':
      return (
        before.kind === after.kind && after.windowSeconds >= before.windowSeconds && after.max <= before.max
      );
    case 'safe-floor':
      return before.kind === after.kind && isFloorHigher(before, after);
    case 'business-hours':
      return before.kind === after.kind && areHoursShorter(before, after);
    case 'structuring':
      return (
        before.kind === after.kind &&
        after.windowSeconds >= before.windowSeconds &&
        compareDecimals(after.margin, before.margin) >= 0
      );
    case 'duplicate':
      return before.kind === after.kind && after.windowSeconds >= before.windowSeconds;
    default:
      return unreachable(before);
  }
}

function restOf(rule: Rule): string {
  const rest = Object.entries(rule).filter(([name]) => !COMPARED[rule.kind].includes(name));
  return canonicalJson(Object.fromEntries(rest));
}

function isWaiverTighter(before: Rule, after: Rule): boolean {
  if (!after.waivable) return !before.waivable || !couldBeUnreadable(before, after);
  if (!before.waivable || couldBeUnreadable(before, after)) return false;
  return compareDecimals(String(after.ceiling), String(before.ceiling)) <= 0;
}

/** A ceiling that is no number of the asset's denies all that the rule is about: without it the limit itself counts. */
function couldBeUnreadable(before: Rule, after: Rule): boolean {
  return mayBecomeReadable(numbersOf(before), numbersOf(after));
}

function isMaxLower(before: { readonly max: string }, after: { readonly max: string }): boolean {
  return compareDecimals(after.max, before.max) <= 0 && !mayBecomeReadable([before.max], [after.max]);
}

function isFloorHigher(before: RuleOf<'safe-floor'>, after: RuleOf<'safe-floor'>): boolean {
  const [was, is] = [before, after].map(({ min }) => (min === undefined ? [] : [min]));
  return (
    compareDecimals(after.min ?? '0', before.min ?? '0') >= 0 &&
    compareDecimals(after.minShare ?? '0', before.minShare ?? '0') >= 0 &&
    !mayBecomeReadable(was ?? [], is ?? [])
  );
}

function areHoursShorter(before: RuleOf<'business-hours'>, after: RuleOf<'business-hours'>): boolean {
  return (
    after.days.every((day) => before.days.includes(day)) &&
    after.from >= before.from &&
    after.to <= before.to &&
    (before.holidays ?? []).every((day) => after.holidays?.includes(day) === true)
  );
}

function numbersOf(rule: Rule): readonly string[] {
  const members: Readonly<Record<string, unknown>> = rule;
  return ['max', 'min', 'ceiling'].map((name) => members[name]).filter((each) => typeof each === 'string');
}
