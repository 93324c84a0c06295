import { compareDecimals } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import type { Rule } from './policy.js';
import { mayBecomeReadable } from './readable-numbers.js';
import { kindOf } from './rule-kinds.js';

const WAIVER: readonly string[] = ['waivable', 'ceiling'];

/** Whether the second form of a rule permits nothing that the first does not, for any transfer. */
export function isRuleTighter(before: Rule, after: Rule): boolean {
  if (before.kind !== after.kind || restOf(before) !== restOf(after)) return false;
  return isWaiverTighter(before, after) && kindOf(before).isTighter(before, after);
}

/** Members that neither this file nor the kind can compare. They must be equal. */
function restOf(rule: Rule): string {
  const compared = [...WAIVER, ...kindOf(rule).compared];
  const rest = Object.entries(rule).filter(([name]) => !compared.includes(name));
  return canonicalJson(Object.fromEntries(rest));
}

function isWaiverTighter(before: Rule, after: Rule): boolean {
  if (!after.waivable) return !before.waivable || !couldBeUnreadable(before, after);
  if (!before.waivable || couldBeUnreadable(before, after)) return false;
  return compareDecimals(String(after.ceiling), String(before.ceiling)) <= 0;
}

/**
 * A ceiling that is unreadable for the asset denies everything that the rule covers. Removing it would bring the limit
 * itself into force, and loosen.
 */
function couldBeUnreadable(before: Rule, after: Rule): boolean {
  return mayBecomeReadable(numbersOf(before), numbersOf(after));
}

function numbersOf(rule: Rule): readonly string[] {
  const members: Readonly<Record<string, unknown>> = rule;
  return ['max', 'min', 'ceiling'].map((name) => members[name]).filter((each) => typeof each === 'string');
}
