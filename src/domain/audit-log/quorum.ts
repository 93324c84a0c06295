import type { TlogPolicy } from './tlog-policy.js';

/** Whether these witnesses of the policy meet its quorum. */
export function isQuorumMet(
  { quorum, witnesses, groups }: TlogPolicy,
  cosigners: ReadonlySet<string>,
): boolean {
  if (quorum === null) return true;
  const witnessed = new Set(witnesses.map((each) => each.name).filter((name) => cosigners.has(name)));
  // A group names only what earlier lines define, so one pass in order is enough.
  for (const { name, threshold, members } of groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  }
  return witnessed.has(quorum);
}
