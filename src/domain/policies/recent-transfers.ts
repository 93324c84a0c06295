import type { Facts } from './facts.js';

export type RecentTransfer = Facts['recent'][number]['transfers'][number];

/**
 * The earlier transfers that a rule compares with, newest first. It throws unless there is exactly one such fact:
 * unknown is not none.
 */
export function recentOf(
  rule: { readonly id: string; readonly windowSeconds: number },
  { recent, now }: Pick<Facts, 'recent' | 'now'>,
): readonly RecentTransfer[] {
  const [found, ...others] = recent.filter((each) => each.ruleId === rule.id);
  if (found === undefined) throw new TypeError('the transfers before this one are not known');
  if (others.length > 0) throw new TypeError('the transfers before this one are stated more than once');
  return found.transfers
    .filter(({ at }) => at > now - rule.windowSeconds)
    .sort((a, b) => b.at - a.at || (a.transferId < b.transferId ? -1 : 1));
}
