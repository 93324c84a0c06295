import type { Requirement } from '../confirmations/quorum.js';
import { compareDecimals } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import type { PolicyDocument, Tier } from './policy.js';
import { mayBecomeReadable } from './readable-numbers.js';

const DOLLARS = 'usd';

/** Whether the second document asks of every transfer at least who the first does, and has a tier for no more of them. */
export function areTiersTighter(before: PolicyDocument, after: PolicyDocument): boolean {
  const [was, is] = [measuresOf(before), measuresOf(after)];
  return [...new Set([...was, ...is])].every((measure) => {
    if (was.has(measure) && is.has(measure)) return isMeasureTighter(before, after, measure);
    return was.has(measure) ? isRemovalTighter(measure, is) : isAdditionTighter(measure, { before, after });
  });
}

/** Whether a larger transfer is never asked less than a smaller one: only then to count it as larger asks nobody less. */
export function areTiersAscending(document: PolicyDocument, measure: string): boolean {
  const tiers = tiersOf(document, measure);
  return tiers.every((tier, index) => {
    const next = tiers[index + 1];
    return next === undefined || asksAll(tier, next);
  });
}

/** Whether no end of a tier moves: what lies just under one then does so still. */
export function areEndsSame(before: PolicyDocument, after: PolicyDocument, measure: string): boolean {
  const endsOf = (document: PolicyDocument): string =>
    canonicalJson(tiersOf(document, measure).map(({ upTo }) => upTo));
  return endsOf(before) === endsOf(after);
}

export function demandsAll(before: readonly Requirement[], after: readonly Requirement[]): boolean {
  return before.every(({ group, count }) =>
    after.some((each) => each.group === group && each.count >= count),
  );
}

/** An asset without tiers of its own goes by those in US dollars; without either it does not go at all. */
function isRemovalTighter(measure: string, remaining: ReadonlySet<string>): boolean {
  return measure !== DOLLARS && !remaining.has(DOLLARS);
}

/** Where there was a tier already, another one besides can only ask for more; where there was none, it opens. */
function isAdditionTighter(
  measure: string,
  { before, after }: { before: PolicyDocument; after: PolicyDocument },
): boolean {
  const was = measuresOf(before);
  if (measure !== DOLLARS) return was.has(DOLLARS);
  const listed = after.rules.flatMap((rule) => (rule.kind === 'asset-allowed' ? rule.assetIds : []));
  return listed.every((assetId) => was.has(assetId));
}

/** Which tier an amount is in changes only at an upper end of one, so that looking at all of those is looking at all amounts. */
function isMeasureTighter(before: PolicyDocument, after: PolicyDocument, measure: string): boolean {
  const [old, now] = [before, after].map((document) => tiersOf(document, measure).map(({ upTo }) => upTo));
  if (old === undefined || now === undefined || mayBecomeReadable(old, now)) return false;
  return [...old, ...now].every((upTo) => {
    const [was, is] = [tierAt(before, measure, upTo), tierAt(after, measure, upTo)];
    if (is === undefined) return true;
    return was !== undefined && asksAll(was, is);
  });
}

/** All whom the first asks, and in the same way besides. */
function asksAll(first: Tier, second: Tier): boolean {
  return demandsAll(first.require, second.require) && restOf(first) === restOf(second);
}

function tierAt(document: PolicyDocument, measure: string, amount: string): Tier | undefined {
  return tiersOf(document, measure).find(({ upTo }) => compareDecimals(amount, upTo) <= 0);
}

/** The lowest first. */
function tiersOf(document: PolicyDocument, measure: string): readonly Tier[] {
  return document.tiers
    .filter((tier) => measureOf(tier) === measure)
    .sort((a, b) => compareDecimals(a.upTo, b.upTo));
}

function measuresOf({ tiers }: PolicyDocument): ReadonlySet<string> {
  return new Set(tiers.map(measureOf));
}

function measureOf(tier: Tier): string {
  return tier.unit === 'usd' ? DOLLARS : tier.assetId;
}

function restOf(tier: Tier): string {
  const { name: _name, upTo: _end, require: _require, ...rest } = tier;
  return canonicalJson(rest);
}
