import type { Rule } from './policy.js';

/** The facts that decide which rules apply to a transfer. */
export interface RuleSubject {
  readonly asset: { readonly id: string };
  readonly requester: { readonly personId: string; readonly groups: readonly string[] };
}

/** Whether a rule applies: one for another asset, person or group does not. */
export function applies(rule: Rule, { asset, requester }: RuleSubject): boolean {
  if ('assetId' in rule && rule.assetId !== asset.id) return false;
  if ('personId' in rule && rule.personId !== requester.personId) return false;
  return !('group' in rule) || requester.groups.includes(rule.group);
}

/** The asset that a rule names, if it names one. */
export function assetOf(rule: Rule): string | undefined {
  return 'assetId' in rule ? rule.assetId : undefined;
}

export function isInDollars(rule: Rule): boolean {
  return 'unit' in rule && rule.unit === 'usd';
}
