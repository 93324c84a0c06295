import { demandsAll } from '../confirmations/joined-quorum.js';
import { compareDecimals } from '../values/amount.js';
import { canonicalJson } from '../values/canonical-json.js';
import type { PolicyDocument, Tier } from './policy.js';
import { mayBecomeReadable } from './readable-numbers.js';

const DOLLARS = 'usd';

/**
 * Whether the second document requires for every transfer at least whom the first requires, and opens no tier where
 * there was none.
 */
export function areTiersTighter(before: PolicyDocument, after: PolicyDocument): boolean {
  const [was, is] = [measuresOf(before), measuresOf(after)];
  return [...new Set([...was, ...is])].every((measure) => {
    if (was.has(measure) && is.has(measure)) return isMeasureTighter(before, after, measure);
    return was.has(measure) ? isRemovalTighter(measure, is) : isAdditionTighter(measure, { before, after });
  });
}

/**
 * Whether a larger transfer never needs fewer confirmations than a smaller one. Only then is counting a transfer as
 * larger tighter.
 */
export function areTiersAscending(document: PolicyDocument, measure: string): boolean {
  const tiers = tiersOf(document, measure);
  return tiers.every((tier, index) => {
    const next = tiers[index + 1];
    return next === undefined || asksAll(tier, next);
  });
}

/** Whether all tier ends stay the same, and with them what lies just under one. */
export function areEndsSame(before: PolicyDocument, after: PolicyDocument, measure: string): boolean {
  const endsOf = (document: PolicyDocument): string =>
    canonicalJson(tiersOf(document, measure).map(({ upTo }) => upTo));
  return endsOf(before) === endsOf(after);
}

/** Without tiers of its own an asset uses those in US dollars. Without either it cannot move. */
function isRemovalTighter(measure: string, remaining: ReadonlySet<string>): boolean {
  return measure !== DOLLARS && !remaining.has(DOLLARS);
}

/** A further tier scale can only require more where one applied before. Where none did, it opens transfers. */
function isAdditionTighter(
  measure: string,
  { before, after }: { before: PolicyDocument; after: PolicyDocument },
): boolean {
  const was = measuresOf(before);
  if (measure !== DOLLARS) return was.has(DOLLARS);
  const listed = after.rules.flatMap((rule) => (rule.kind === 'asset-allowed' ? rule.assetIds : []));
  return listed.every((assetId) => was.has(assetId));
}

/** Compares at every upper end. An amount's tier changes only there, so this covers all amounts. */
function isMeasureTighter(before: PolicyDocument, after: PolicyDocument, measure: string): boolean {
  const [old, now] = [before, after].map((document) => tiersOf(document, measure).map(({ upTo }) => upTo));
  if (old === undefined || now === undefined || mayBecomeReadable(old, now)) return false;
  return [...old, ...now].every((upTo) => {
    const [was, is] = [tierAt(before, measure, upTo), tierAt(after, measure, upTo)];
    if (is === undefined) return true;
    return was !== undefined && asksAll(was, is);
  });
}

/** Whether the second tier requires everyone the first does, and is otherwise equal. */
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
