import type { Amount } from '../values/amount.js';
import type { AssetId, DestinationId, PersonId, SafeId } from '../values/identifier.js';
import type { PriceFacts } from './price.js';

/** The facts that scope keys are made from, known before any budget has been read. */
export interface ScopeFacts {
  readonly safe: { readonly id: SafeId };
  readonly asset: { readonly id: AssetId };
  readonly destination: { readonly id: DestinationId } | null;
  readonly requester: { readonly personId: PersonId; readonly groups: readonly string[] };
}

/** Whose transfers are counted together. */
export type ScopeName = Readonly<
  { scope: 'safe' | 'destination' | 'requester' | 'asset' | 'all' } | { scope: 'group'; group: string }
>;

/**
 * The key of a budget: dimension, subject and unit. The unit is an asset's id, "usd", "count", or "count@" and an
 * asset's id. It is always part of the key, so units never mix (invariant 11).
 */
export function scopeKey(name: ScopeName, facts: ScopeFacts, unit: string = facts.asset.id): string {
  return `${name.scope}:${subjectOf(name, facts)}:${unit}`;
}

/**
 * Every scope that could count a transfer, sorted: all are locked in this order before any is read, which prevents
 * deadlocks. Those in US dollars are included even without a price.
 */
export function scopeKeys(facts: ScopeFacts): string[] {
  return reservationScopes(facts, { amount: 1n, usd: 1n })
    .map(({ scope }) => scope)
    .sort();
}

/** What one transfer adds to each budget; `usd` is null without a price. */
export interface Added {
  readonly amount: bigint;
  readonly usd: bigint | null;
}

/**
 * Every scope that counts a transfer, and what it adds there, sorted by key. All dimensions and units are included even
 * if no present rule limits them, because a rule added tomorrow must find what was moved before.
 */
export function reservationScopes(
  facts: ScopeFacts,
  { amount, usd }: Added,
): { readonly scope: string; readonly amount: bigint }[] {
  return eachScope(facts, { asset: amount, count: 1n, usd });
}

/** As `reservationScopes`, with the added values in the form that the caller needs. */
export function eachScope<A>(
  facts: ScopeFacts,
  { asset, count, usd }: { readonly asset: A; readonly count: A; readonly usd: A | null },
): { scope: string; amount: A }[] {
  const { id } = facts.asset;
  const reserved: { scope: string; amount: A }[] = [];
  // Every decision runs this, so the scopes are written in sorted order: sorting took longer than all the rules.
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

/** Distinct groups, in the order of their scope keys. */
function sortedGroups(groups: readonly string[]): readonly string[] {
  if (groups.length < 2) return groups;
  return [...new Set(groups)].sort((a, b) => (`${a}:` < `${b}:` ? -1 : 1));
}

export type WindowFacts = ScopeFacts &
  PriceFacts & { readonly amount: Amount; readonly asset: { readonly symbol: string } };

/**
 * A budget that a rule counts in, what the transfer adds to it, and what the rule allows, all in the unit of its key.
 */
export interface RollingSum {
  readonly scopeKey: string;
  readonly amount: bigint;
  readonly max: bigint;
}

/** Matches earlier transfers by every member that is present. */
export interface RecentMatch {
  readonly safeId?: SafeId;
  readonly destinationId?: DestinationId;
  readonly requesterId?: PersonId;
  readonly assetId?: AssetId;
  readonly amount?: bigint;
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
