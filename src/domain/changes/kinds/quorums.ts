import { z } from 'zod';
import { demandsAll } from '../../confirmations/joined-quorum.js';
import type { Requirement } from '../../confirmations/quorum.js';
import { requirementWords } from '../../confirmations/requirement-words.js';
import { noGroupTwice } from '../../policies/policy-parts.js';
import { RequirementSchema } from '../../policies/policy.js';
import { CHANGE_KINDS, type ChangeKind } from '../change.js';
import { type KindRules, nobody } from './kind-rules.js';

const DAY = 86_400;
const require = z.array(RequirementSchema).max(10).superRefine(noGroupTwice);

const ofKind = z.strictObject({
  loosen: z.strictObject({
    /** Who has to approve. The proposer never counts. */
    require: require.min(1),
    /** The delay after the last approval that was needed. */
    delaySeconds: z
      .int()
      .min(0)
      .max(30 * DAY)
      .default(DAY),
  }),
  /**
   * Takes effect at once. If nobody is required, the proposer's signature suffices: whoever only restricts need not
   * wait.
   */
  tighten: z.strictObject({ require }),
});

/** Nobody takes a provider out alone: who has taken over the others would be rid of the one that does not lie. */
const ofProvider = z.strictObject({
  loosen: ofKind.shape.loosen,
  tighten: z.strictObject({ require: require.min(1) }),
});

/** Who has to approve which kind of change, and how long a loosening waits. */
export const QuorumsContent = z.strictObject({
  kinds: z.strictObject({
    person: ofKind,
    key: ofKind,
    destination: ofKind,
    asset: ofKind,
    safe: ofKind,
    policy: ofKind,
    quorums: ofKind,
    unfreeze: ofKind,
    webhook: ofKind,
    'price-feed': ofKind,
    /** Quorums that were signed before there was this kind do not name it. */
    provider: ofProvider.exactOptional(),
  } satisfies Record<ChangeKind, z.ZodType>),
  /** Who has to approve, besides, a destination that looks like another address, or that nobody signed for. */
  lookalike: require.min(1),
});
export type QuorumsContent = z.output<typeof QuorumsContent>;

export const QUORUMS = 'quorums';

export type QuorumOfKind = z.output<typeof ofKind>;

/** Who approves changes of a kind. One that is not named takes whoever may change the quorums, both ways. */
export function quorumOfKind({ kinds }: Pick<QuorumsContent, 'kinds'>, kind: ChangeKind): QuorumOfKind {
  const { loosen } = kinds.quorums;
  return kinds[kind] ?? { loosen, tighten: { require: loosen.require } };
}

export const quorumsRules: KindRules<QuorumsContent> = {
  schema: QuorumsContent,
  proposers: ['admin', 'compliance'],
  isSubject: (subject) => subject === QUORUMS,
  canBeRemoved: false,
  direction: ({ before, after }) => {
    if (before === null || after === null) return 'loosens';
    const isTighter = CHANGE_KINDS.every((kind) =>
      isTighterFor(quorumOfKind(before, kind), quorumOfKind(after, kind)),
    );
    return isTighter && demandsAll(before.lookalike, after.lookalike) ? 'tightens' : 'loosens';
  },
  sentences: (_subject, { before, after }) => {
    if (after === null) return [];
    const lines = CHANGE_KINDS.flatMap((kind) => {
      if (after.kinds[kind] === undefined && before?.kinds[kind] === undefined) return [];
      const [now, was] = [words(after, kind), before && words(before, kind)];
      return now === was ? [] : [`${now}${was === null ? '' : ` Before: ${was}`}`];
    });
    const looks = `A destination that looks like another address, or that nobody has proven control of, needs ${sortedWords(after.lookalike)} besides.`;
    const had = before && sortedWords(before.lookalike) === sortedWords(after.lookalike);
    return [...lines, ...(had ? [] : [looks])];
  },
  concerns: nobody,
};

function isTighterFor(before: QuorumOfKind, after: QuorumOfKind): boolean {
  return (
    demandsAll(before.loosen.require, after.loosen.require) &&
    // Asking more would take the emergency brake from people, and asking less would leave it to fewer: neither is
    // tighter.
    sortedWords(before.tighten.require) === sortedWords(after.tighten.require) &&
    after.loosen.delaySeconds >= before.loosen.delaySeconds
  );
}

function words(content: QuorumsContent, kind: ChangeKind): string {
  const { loosen, tighten } = quorumOfKind(content, kind);
  const alone = tighten.require.length === 0 ? 'nobody besides the proposer' : sortedWords(tighten.require);
  return `A ${kind} change that loosens needs ${sortedWords(loosen.require)} and waits ${String(loosen.delaySeconds)} seconds; one that tightens needs ${alone}.`;
}

/** In one order, whatever order they are listed in: by group, and those that any key fills first. */
function sortedWords(list: readonly Requirement[]): string {
  return requirementWords(
    [...list].sort((a, b) => {
      if (a.group !== b.group) return a.group < b.group ? -1 : 1;
      return Number(a.keys !== undefined) - Number(b.keys !== undefined);
    }),
  );
}
