import { demandsAll } from '../confirmations/joined-quorum.js';
import { compareDecimals } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import { assetOf, isInDollars } from './applies.js';
import type { PolicyDocument, Rule } from './policy.js';
import { kindOf } from './rule-kinds.js';
import { isRuleTighter } from './rule-direction.js';
import { areEndsSame, areTiersAscending, areTiersTighter } from './tier-direction.js';

/**
 * `tightens` if the second document permits nothing that the first does not, for any transfer. Only what is plainly
 * tighter counts: a change that does both or is unclear loosens, and waits (invariant 13).
 */
export function policyDirection(before: PolicyDocument, after: PolicyDocument): 'loosens' | 'tightens' {
  const isTighter =
    before.rules.every((rule) => isKept(rule, after.rules)) &&
    after.rules.every((rule) => opensNothing(rule, before.rules)) &&
    areTiersTighter(before, after) &&
    isJoiningTighter(before, after) &&
    arePricesHigher(before, after) &&
    demandsAll(before.exceptionQuorum, after.exceptionQuorum) &&
    after.maxExpirySeconds <= before.maxExpirySeconds &&
    restOf(before) === restOf(after);
  return isTighter ? 'tightens' : 'loosens';
}

/** Members that no comparison here understands must be equal. The name has no effect on decisions. */
function restOf(document: PolicyDocument): string {
  const { name: _name, rules: _rules, tiers: _tiers, exceptionQuorum: _quorum, ...rest } = document;
  const { maxExpirySeconds: _expiry, prices: _prices, ...others } = rest;
  return canonicalJson(others);
}

function isKept(rule: Rule, later: readonly Rule[]): boolean {
  return later.some((each) => each.id === rule.id && isRuleTighter(rule, each));
}

/**
 * Whether an added rule only denies more. A rule of a kind that every policy needs can instead open what no rule
 * covered before.
 */
function opensNothing(rule: Rule, earlier: readonly Rule[]): boolean {
  const isNeeded = kindOf(rule).needed !== undefined && !isInDollars(rule);
  return !isNeeded || earlier.some((each) => isAboutAll(each, rule));
}

/** Whether one rule already applied to every transfer that the other, of the same kind, applies to. */
function isAboutAll(one: Rule, other: Rule): boolean {
  if (one.kind !== other.kind || isInDollars(one) || assetOf(one) !== assetOf(other)) return false;
  return !('group' in one) || ('group' in other && one.group === other.group);
}

/**
 * Joining makes transfers count as larger. That is tighter only if larger transfers need more confirmations. The tier
 * ends must stay as well, or other transfers would lie just under them.
 */
function isJoiningTighter(before: PolicyDocument, after: PolicyDocument): boolean {
  return [...before.rules, ...after.rules].every((rule) => {
    if (rule.kind !== 'structuring') return true;
    const measure = rule.unit === 'usd' ? 'usd' : rule.assetId;
    return areTiersAscending(after, measure) && areEndsSame(before, after, measure);
  });
}

/**
 * A higher price raises the value of every transfer of the asset, which is tighter. A new price may be the asset's
 * first, which opens dollar tiers to it.
 */
function arePricesHigher(before: PolicyDocument, after: PolicyDocument): boolean {
  const [was, is] = [before.prices ?? [], after.prices ?? []];
  const areSame = (one: { usd: string }, other: { usd: string }): boolean =>
    compareDecimals(one.usd, other.usd) === 0;
  const pairs = was.map((old) => ({ old, now: is.find(({ assetId }) => assetId === old.assetId) }));
  if (was.length !== is.length || pairs.some(({ now }) => now === undefined)) return false;
  if (pairs.every(({ old, now }) => now !== undefined && areSame(old, now))) return true;
  const joinsDollars = after.rules.some((rule) => rule.kind === 'structuring' && rule.unit === 'usd');
  return (
    !joinsDollars &&
    areTiersAscending(after, 'usd') &&
    pairs.every(({ old, now }) => now !== undefined && compareDecimals(now.usd, old.usd) >= 0)
  );
}
