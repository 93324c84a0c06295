import type { Requirement } from './quorum.js';

/** The least that asks for all of these: for each group the highest count, and the highest that EVM keys must fill. */
export function joinedQuorum(quorums: readonly (readonly Requirement[])[]): Requirement[] {
  const groups = [...new Set(quorums.flat().map(({ group }) => group))];
  return groups.flatMap((group) => {
    const counts = quorums.map((each) => countsOf(each, group));
    const all = Math.max(...counts.map((each) => each.all));
    const byEvm = Math.max(...counts.map((each) => each.byEvm));
    return [
      ...(all > byEvm ? [{ group, count: all - byEvm }] : []),
      ...(byEvm > 0 ? [{ group, count: byEvm, keys: 'evm' as const }] : []),
    ];
  });
}

/** Whether everyone who was required before still is: whatever fills the second also fills the first. */
export function demandsAll(before: readonly Requirement[], after: readonly Requirement[]): boolean {
  return before.every(({ group }) => {
    const [was, is] = [countsOf(before, group), countsOf(after, group)];
    return is.all >= was.all && is.byEvm >= was.byEvm;
  });
}

/** How many people of a group a quorum asks for, and how many of them must sign with an EVM key. */
function countsOf(
  require: readonly Requirement[],
  group: string,
): { readonly all: number; readonly byEvm: number } {
  const own = require.filter((each) => each.group === group);
  const sum = (list: readonly Requirement[]): number => list.reduce((total, { count }) => total + count, 0);
  return { all: sum(own), byEvm: sum(own.filter(({ keys }) => keys !== undefined)) };
}
