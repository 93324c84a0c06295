import type { TlogPolicy } from './tlog-policy.js';

/** Whether the witnesses with these names, those of the policy, are enough for its quorum. */
export function isQuorumMet(
  { quorum, witnesses, groups }: TlogPolicy,
  cosigners: ReadonlySet<string>,
): boolean {
  if (quorum === null) return true;
  const witnessed = new Set(witnesses.map((each) => each.name).filter((name) => cosigners.has(name)));
  // A group names only what is defined on lines before it, so that one pass in the order of the lines is enough.
  for (const { name, threshold, members } of groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  }
  return witnessed.has(quorum);
}
