import type { AssetId, DestinationId, PersonId, SafeId } from '../values/identifier.js';
import type { PolicyDocument, RollingAmountRule } from './policy.js';

/** What the keys are made of: part of the facts, known before any budget has been read. */
export interface ScopeFacts {
  readonly safe: { readonly id: SafeId };
  readonly asset: { readonly id: AssetId };
  readonly destination: { readonly id: DestinationId } | null;
  readonly requester: { readonly personId: PersonId };
}

/** Names the budget that a rolling rule counts in. The asset is always part of it: units never mix (invariant 11). */
export function scopeKey(rule: Pick<RollingAmountRule, 'scope'>, facts: ScopeFacts): string {
  return `${rule.scope}:${subjectOf(rule.scope, facts)}:${facts.asset.id}`;
}

/**
 * Every scope in which a transfer is counted, sorted. All three dimensions, whether or not today's policy limits
 * them: a rule that is added tomorrow must find what was already moved.
 */
export function reservationScopes(facts: ScopeFacts): string[] {
  const scopes = ['safe', 'destination', 'requester'] as const;
  return scopes.map((scope) => scopeKey({ scope }, facts)).sort();
}

/** Which sums `decide` needs: one for each rolling rule of the asset. */
export interface RollingWindow {
  readonly ruleId: string;
  readonly scopeKey: string;
  readonly windowSeconds: number;
}

export function rollingWindows(document: PolicyDocument, facts: ScopeFacts): RollingWindow[] {
  return document.rules
    .filter((rule) => rule.kind === 'rolling-amount')
    .filter((rule) => rule.assetId === facts.asset.id)
    .filter((rule) => rule.scope !== 'destination' || facts.destination !== null)
    .map((rule) => ({ ruleId: rule.id, scopeKey: scopeKey(rule, facts), windowSeconds: rule.windowSeconds }));
}

function subjectOf(scope: RollingAmountRule['scope'], facts: ScopeFacts): string {
  switch (scope) {
    case 'safe':
      return facts.safe.id;
    case 'requester':
      return facts.requester.personId;
    case 'destination':
      if (facts.destination === null) throw new TypeError('there is no destination to count for');
      return facts.destination.id;
  }
}
