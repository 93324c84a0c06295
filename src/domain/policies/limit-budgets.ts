import type { AssetId, DestinationId, PersonId, SafeId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { amountOf } from '../values/amount.js';
import { assetOf } from './applies.js';
import { boundsOf } from './bounds.js';
import type { Unit } from './measure.js';
import type { PolicyDocument, Rule } from './policy.js';
import { kindOf } from './rule-kinds.js';
import type { ScopeName, WindowFacts } from './scopes.js';

/** The kinds of rules that limit a sum within a window. */
export const ROLLING_KINDS = ['rolling-amount', 'rolling-count'] as const;
export type RollingRule = Extract<Rule, { readonly kind: (typeof ROLLING_KINDS)[number] }>;

export function isRolling(rule: Rule): rule is RollingRule {
  return (ROLLING_KINDS as readonly string[]).includes(rule.kind);
}

export interface BudgetAsset {
  readonly id: AssetId;
  readonly symbol: string;
  readonly decimals: number;
}

/** For whom there can be budgets. */
export interface BudgetWorld {
  readonly safes: readonly SafeId[];
  readonly destinations: readonly DestinationId[];
  readonly requesters: readonly PersonId[];
  readonly asset: (id: string) => BudgetAsset | undefined;
}

/** What one rolling rule allows one Safe, destination, requester, group or all of them, in the unit of its key. */
export interface LimitBudget {
  readonly rule: RollingRule;
  readonly scope: ScopeName['scope'];
  /** The id or the group that the scope is of; `all` of everything. */
  readonly subject: string;
  readonly scopeKey: string;
  readonly windowSeconds: number;
  readonly unit: Unit;
  /** Null if it counts whatever asset moves. */
  readonly asset: BudgetAsset | null;
  readonly max: bigint;
  /** Up to where an exception may lift it; null if none may. */
  readonly ceiling: bigint | null;
}

/**
 * Every budget of every rolling rule. A rule whose asset is not registered, or cannot express its number, has none: it
 * denies whatever was used.
 */
export function limitBudgets({ rules }: PolicyDocument, world: BudgetWorld): readonly LimitBudget[] {
  return rules.filter(isRolling).flatMap((rule) => budgetsOf(rule, world));
}

function budgetsOf(rule: RollingRule, world: BudgetWorld): readonly LimitBudget[] {
  const assetId = assetOf(rule);
  const asset = assetId === undefined ? null : world.asset(assetId);
  if (asset === undefined) return [];
  return subjectsOf(rule, world).flatMap((subject) => {
    const facts = factsOf(rule.scope, subject, asset ?? ANY_ASSET);
    // The kind's own question, so that a budget is never looked for under another key than it is counted in.
    const sum = kindOf(rule).rolling?.(rule, facts, 1n);
    if (!sum) return [];
    const { scopeKey, max } = sum;
    const { scope, windowSeconds } = rule;
    return [{ rule, scope, subject, scopeKey, windowSeconds, asset, max, ...termsOf(rule, asset) }];
  });
}

function termsOf(rule: RollingRule, asset: BudgetAsset | null): Pick<LimitBudget, 'unit' | 'ceiling'> {
  if (rule.kind === 'rolling-count')
    return { unit: 'count', ceiling: rule.waivable ? BigInt(rule.ceiling) : null };
  const { unit, ceiling } = boundsOf(rule, asset ?? ANY_ASSET);
  return { unit, ceiling };
}

function subjectsOf(rule: RollingRule, { safes, destinations, requesters }: BudgetWorld): readonly string[] {
  switch (rule.scope) {
    case 'safe':
      return safes;
    case 'destination':
      return destinations;
    case 'requester':
      return requesters;
    case 'asset':
      return [rule.assetId];
    case 'group':
      return [rule.group];
    case 'all':
      return ['all'];
  }
}

// Stand for what a budget does not depend on.
const ANY_ASSET: BudgetAsset = { id: '' as AssetId, symbol: '', decimals: 18 };

function factsOf(scope: ScopeName['scope'], subject: string, asset: BudgetAsset): WindowFacts {
  const of = (name: ScopeName['scope']): string => (scope === name ? subject : '');
  return {
    safe: { id: of('safe') as SafeId },
    destination: { id: of('destination') as DestinationId },
    requester: { personId: of('requester') as PersonId, groups: [] },
    ...{ asset, amount: amountOf(1n), now: unixSeconds(0), price: null },
  };
}
