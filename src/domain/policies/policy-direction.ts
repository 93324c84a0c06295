import type { Requirement } from '../confirmations/quorum.js';
import { unreachable } from '../errors.js';
import { compareDecimals } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import type { PolicyDocument, Rule, RuleKind, Tier } from './policy.js';

/**
 * Whether the second document permits nothing that the first does not, whatever the transfer. Only what is plainly
 * tighter counts as such; a change that is both, or that cannot be told, loosens and waits (invariant 13).
 */
export function policyDirection(before: PolicyDocument, after: PolicyDocument): 'loosens' | 'tightens' {
  const isTighter =
    before.rules.every((rule) => isKept(rule, after.rules)) &&
    after.rules.every((rule) => opensNothing(rule, before.rules)) &&
    assetsOf(after).every((assetId) => areTiersTighter(before, after, assetId)) &&
    demandsAll(before.exceptionQuorum, after.exceptionQuorum) &&
    after.maxExpirySeconds <= before.maxExpirySeconds &&
    restOf(before) === restOf(after);
  return isTighter ? 'tightens' : 'loosens';
}

/** What this page does not know how to compare must be the same. The name says nothing to the rules. */
function restOf(document: PolicyDocument): string {
  const { name: _name, rules: _rules, tiers: _tiers, exceptionQuorum: _quorum, ...rest } = document;
  const { maxExpirySeconds: _expiry, ...others } = rest;
  return canonicalJson(others);
}

function isKept(rule: Rule, later: readonly Rule[]): boolean {
  return later.some((each) => each.id === rule.id && isRuleTighter(rule, each));
}

/** A rule more can only deny more, unless there was none of its kind: a policy without one denies everything there. */
function opensNothing(rule: Rule, earlier: readonly Rule[]): boolean {
  return earlier.some((each) => each.id === rule.id || coversSame(each, rule));
}

function coversSame(one: Rule, other: Rule): boolean {
  if (one.kind !== other.kind) return false;
  return !('assetId' in one) || !('assetId' in other) || one.assetId === other.assetId;
}

/** What `isRuleTighter` compares of each kind of rule. All other members must be the same, whatever they come to be. */
const COMPARED: Readonly<Record<RuleKind, readonly string[]>> = {
  'destination-allowed': ['coolingOffSeconds'],
  'asset-allowed': ['assetIds'],
  'amount-per-transfer': ['max', 'waivable', 'ceiling'],
  'rolling-amount': ['max', 'waivable', 'ceiling', 'windowSeconds'],
};

function restOfRule(rule: Rule): string {
  const rest = Object.entries(rule).filter(([name]) => !COMPARED[rule.kind].includes(name));
  return canonicalJson(Object.fromEntries(rest));
}

function isRuleTighter(before: Rule, after: Rule): boolean {
  if (restOfRule(before) !== restOfRule(after)) return false;
  switch (before.kind) {
    case 'destination-allowed':
      return before.kind === after.kind && after.coolingOffSeconds >= before.coolingOffSeconds;
    case 'asset-allowed':
      return before.kind === after.kind && after.assetIds.every((id) => before.assetIds.includes(id));
    case 'amount-per-transfer':
      return before.kind === after.kind && isLimitTighter(before, after);
    case 'rolling-amount':
      return (
        before.kind === after.kind &&
        after.windowSeconds >= before.windowSeconds &&
        isLimitTighter(before, after)
      );
    default:
      return unreachable(before);
  }
}

interface Limit {
  readonly max: string;
  readonly waivable: boolean;
  readonly ceiling?: string;
}

function isLimitTighter(before: Limit, after: Limit): boolean {
  if (compareDecimals(after.max, before.max) > 0 || mayBecomeReadable(numbersOf(before), numbersOf(after)))
    return false;
  if (!after.waivable) return true;
  if (!before.waivable || before.ceiling === undefined || after.ceiling === undefined) return false;
  return compareDecimals(after.ceiling, before.ceiling) <= 0;
}

function numbersOf({ max, ceiling }: Limit): readonly string[] {
  return ceiling === undefined ? [max] : [max, ceiling];
}

// 2^256 has 78 digits and an asset at most 36 decimals: with fewer digits than that before the point nothing overflows.
const WHOLE_DIGITS_SAFE = 41;

/**
 * Whether numbers that were none of the asset's (more decimals than it has, above 2^256 units) could become some. Such a
 * number denies everything, so that a lower one in its place would let transfers through that the higher one did not.
 */
function mayBecomeReadable(before: readonly string[], after: readonly string[]): boolean {
  const most = Math.max(0, ...after.map(places));
  return before
    .filter((number) => !after.includes(number))
    .some((number) => places(number) > most || wholeDigits(number) > WHOLE_DIGITS_SAFE);
}

function places(number: string): number {
  return number.split('.')[1]?.length ?? 0;
}

function wholeDigits(number: string): number {
  return number.split('.')[0]?.length ?? 0;
}

function assetsOf(document: PolicyDocument): readonly string[] {
  return [...new Set(document.tiers.map((each) => each.assetId))];
}

/** Which tier an amount is in changes only at an upper end of one, so that looking at all of those is looking at all amounts. */
function areTiersTighter(before: PolicyDocument, after: PolicyDocument, assetId: string): boolean {
  const endsOf = ({ tiers }: PolicyDocument): readonly string[] =>
    tiers.filter((each) => each.assetId === assetId).map((each) => each.upTo);
  const [old, now] = [endsOf(before), endsOf(after)];
  if (mayBecomeReadable(old, now)) return false;
  return [...old, ...now].every((upTo) => {
    const [was, is] = [tierAt(before, assetId, upTo), tierAt(after, assetId, upTo)];
    if (is === undefined) return true;
    return was !== undefined && demandsAll(was.require, is.require) && tierRest(was) === tierRest(is);
  });
}

function tierAt(document: PolicyDocument, assetId: string, amount: string): Tier | undefined {
  return document.tiers
    .filter((each) => each.assetId === assetId && compareDecimals(amount, each.upTo) <= 0)
    .sort((a, b) => compareDecimals(a.upTo, b.upTo))[0];
}

function tierRest(tier: Tier): string {
  const { name: _name, assetId: _asset, upTo: _end, require: _require, ...rest } = tier;
  return canonicalJson(rest);
}

function demandsAll(before: readonly Requirement[], after: readonly Requirement[]): boolean {
  return before.every(({ group, count }) =>
    after.some((each) => each.group === group && each.count >= count),
  );
}
