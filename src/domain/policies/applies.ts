import type { Rule } from './policy.js';

/** What a transfer is about, as far as it decides which rules are about it. */
export interface RuleSubject {
  readonly asset: { readonly id: string };
  readonly requester: { readonly personId: string; readonly groups: readonly string[] };
}

/** A rule about another asset, another person or another group says nothing about this transfer. */
export function applies(rule: Rule, { asset, requester }: RuleSubject): boolean {
  if ('assetId' in rule && rule.assetId !== asset.id) return false;
  if (rule.kind === 'requester-limit') return rule.personId === requester.personId;
  if ('group' in rule) return requester.groups.includes(rule.group);
  return true;
}
