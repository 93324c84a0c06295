import type { Amount } from '../values/amount.js';
import type { AssetId, DestinationId, PersonId, SafeId } from '../values/identifier.js';
import type { PriceFacts } from './price.js';

/** What the keys are made of: part of the facts, known before any budget has been read. */
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

export type WindowFacts = ScopeFacts &
  PriceFacts & { readonly amount: Amount; readonly asset: { readonly symbol: string } };

/** A budget that a rule counts in: what the transfer adds there, and what the rule allows, in the unit that it is named by. */
export interface RollingSum {
  readonly scopeKey: string;
  readonly amount: bigint;
  readonly max: bigint;
}

/** Earlier transfers that match every member that is there. */
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
