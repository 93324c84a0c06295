import type { Amount } from '../values/amount.js';
import type { AssetId, DestinationId, PersonId, SafeId } from '../values/identifier.js';
import { applies } from './applies.js';
import { boundsOf } from './bounds.js';
import type { PolicyDocument, RuleOf } from './policy.js';
import { type PriceFacts, valuer } from './price.js';

/** What the keys are made of: part of the facts, known before any budget has been read. */
export interface ScopeFacts {
  readonly safe: { readonly id: SafeId };
  readonly asset: { readonly id: AssetId };
  readonly destination: { readonly id: DestinationId } | null;
  readonly requester: { readonly personId: PersonId; readonly groups: readonly string[] };
}

type RollingRule = RuleOf<'rolling-amount'> | RuleOf<'rolling-count'>;

export type ScopeName = Readonly<
  { scope: Exclude<RollingRule['scope'], 'group'> } | { scope: 'group'; group: string }
>;

/**
 * Names the budget of a dimension, in a unit: of an asset by its id, else "usd", "count", or "count@" and the id. The unit
 * is always part of the name: units never mix (invariant 11).
 */
export function scopeKey(name: ScopeName, facts: ScopeFacts, unit: string = facts.asset.id): string {
  return `${name.scope}:${subjectOf(name, facts)}:${unit}`;
}

/**
 * Every scope that a transfer could be counted in, sorted: what must be locked before any of them is read. Those in US
 * dollars are named whether or not there is a price.
 */
export function scopeKeys(facts: ScopeFacts): string[] {
  return reservationScopes(facts, { amount: 1n, usd: 1n })
    .map(({ scope }) => scope)
    .sort();
}

/** What one transfer adds to each budget; `usd` is null where there is no price. */
export interface Added {
  readonly amount: bigint;
  readonly usd: bigint | null;
}

/**
 * Every scope in which a transfer is counted and what it adds there, sorted by name. All dimensions and all units, whether
 * or not today's policy limits them: a rule that is added tomorrow must find what was already moved.
 */
export function reservationScopes(
  facts: ScopeFacts,
  { amount, usd }: Added,
): { readonly scope: string; readonly amount: bigint }[] {
  return eachScope(facts, { asset: amount, count: 1n, usd });
}

/** As `reservationScopes`, with what is added in whatever form the caller needs it. */
export function eachScope<A>(
  facts: ScopeFacts,
  { asset, count, usd }: { readonly asset: A; readonly count: A; readonly usd: A | null },
): { scope: string; amount: A }[] {
  const { id } = facts.asset;
  const reserved: { scope: string; amount: A }[] = [];
  // Every decision makes them, so they are written down in their order: to sort them took longer than all the rules.
  const reserve = (scope: ScopeName['scope'], subject: string): void => {
    const dimension = `${scope}:${subject}:`;
    reserved.push(
      { scope: dimension + id, amount: asset },
      { scope: `${dimension}count`, amount: count },
      { scope: `${dimension}count@${id}`, amount: count },
    );
    if (usd !== null) reserved.push({ scope: `${dimension}usd`, amount: usd });
  };
  reserve('all', EVERYTHING);
  reserve('asset', id);
  reserve('destination', destinationOf(facts));
  for (const group of sortedGroups(facts.requester.groups)) reserve('group', group);
  reserve('requester', facts.requester.personId);
  reserve('safe', facts.safe.id);
  return reserved;
}

/** Each once, in the order of the scopes that are named by them. */
function sortedGroups(groups: readonly string[]): readonly string[] {
  if (groups.length < 2) return groups;
  return [...new Set(groups)].sort((a, b) => (`${a}:` < `${b}:` ? -1 : 1));
}

/** One sum that `decide` needs. */
export interface RollingWindow {
  readonly ruleId: string;
  readonly scopeKey: string;
  readonly windowSeconds: number;
  /** What this transfer adds, and what the rule allows: in the unit that the scope is named by. */
  readonly amount: bigint;
  readonly max: bigint;
}

export type WindowFacts = ScopeFacts &
  PriceFacts & { readonly amount: Amount; readonly asset: { readonly symbol: string } };

/**
 * Which sums `decide` needs: one for each rolling rule about this transfer. A rule that counts US dollars while there is
 * no price, or whose limit is no number of the asset's, is left out: it denies whatever has been used.
 */
export function rollingWindows(document: PolicyDocument, facts: WindowFacts): RollingWindow[] {
  const usd = valuer(document, facts)(facts.amount);
  return document.rules.flatMap((rule): RollingWindow[] => {
    if (rule.kind !== 'rolling-amount' && rule.kind !== 'rolling-count') return [];
    if (!applies(rule, facts) || (rule.scope === 'destination' && facts.destination === null)) return [];
    const amount = addedBy(rule, facts.amount, usd.isKnown ? usd.value : null);
    const max = maxOf(rule, facts.asset);
    if (amount === null || max === null) return [];
    const { id: ruleId, windowSeconds } = rule;
    return [{ ruleId, scopeKey: rollingKey(rule, facts), windowSeconds, amount, max }];
  });
}

/** The budget that a rolling rule counts in. */
export function rollingKey(rule: RollingRule, facts: ScopeFacts): string {
  if (rule.kind === 'rolling-amount')
    return scopeKey(rule, facts, rule.unit === 'usd' ? 'usd' : rule.assetId);
  return scopeKey(rule, facts, rule.assetId === undefined ? 'count' : `count@${rule.assetId}`);
}

/** Which earlier transfers `decide` must see: those that match every member that is there, and still count for something. */
export interface RecentWindow {
  readonly ruleId: string;
  readonly kind: 'structuring' | 'duplicate';
  readonly windowSeconds: number;
  readonly safeId?: SafeId;
  readonly destinationId?: DestinationId;
  readonly requesterId?: PersonId;
  readonly assetId?: AssetId;
  readonly amount?: bigint;
}

export function recentWindows(
  document: PolicyDocument,
  facts: ScopeFacts & { readonly amount: Amount },
): RecentWindow[] {
  return document.rules.flatMap((rule): RecentWindow[] => {
    if (rule.kind !== 'structuring' && rule.kind !== 'duplicate') return [];
    if (!applies(rule, facts)) return [];
    const { id: ruleId, windowSeconds } = rule;
    const { safe, asset, destination, requester, amount } = facts;
    if (rule.kind === 'duplicate') {
      if (destination === null) return [];
      const same = { safeId: safe.id, assetId: asset.id, destinationId: destination.id, amount };
      return [{ ruleId, kind: rule.kind, windowSeconds, ...same }];
    }
    const window = {
      ruleId,
      kind: rule.kind,
      windowSeconds,
      ...(rule.unit === 'usd' ? {} : { assetId: asset.id }),
    };
    switch (rule.scope) {
      case 'safe':
        return [{ ...window, safeId: safe.id }];
      case 'requester':
        return [{ ...window, requesterId: requester.personId }];
      case 'destination':
        return destination === null ? [] : [{ ...window, destinationId: destination.id }];
    }
  });
}

function addedBy(rule: RollingRule, amount: bigint, usd: bigint | null): bigint | null {
  if (rule.kind === 'rolling-count') return 1n;
  return rule.unit === 'usd' ? usd : amount;
}

function maxOf(rule: RollingRule, asset: WindowFacts['asset']): bigint | null {
  if (rule.kind === 'rolling-count') return BigInt(rule.max);
  try {
    return boundsOf(rule, asset).max;
  } catch {
    return null;
  }
}

const EVERYTHING = '*';

function destinationOf({ destination }: ScopeFacts): string {
  if (destination === null) throw new TypeError('there is no destination to count for');
  return destination.id;
}

function subjectOf(name: ScopeName, facts: ScopeFacts): string {
  switch (name.scope) {
    case 'safe':
      return facts.safe.id;
    case 'requester':
      return facts.requester.personId;
    case 'destination':
      return destinationOf(facts);
    case 'asset':
      return facts.asset.id;
    case 'group':
      return name.group;
    case 'all':
      return EVERYTHING;
  }
}
