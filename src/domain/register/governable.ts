import { quorumMet } from '../confirmations/quorum.js';
import { bestKeyKind } from '../identity/person.js';
import { parseId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { KINDS } from '../changes/kinds.js';
import { QUORUMS, QuorumsContent } from '../changes/kinds/quorums.js';
import { type Ledger, latest, subjects } from './ledger.js';
import { personIn } from './people-of.js';

/** The kinds that bring somebody in. As long as these can be approved, every other quorum can be met again. */
const WAYS_IN = ['person', 'key'] as const;

/**
 * Whether the people of a register, with their present keys, can still bring others in: somebody to propose it, and its
 * quorum without the proposer. Without that a register is dead, and one person must not be able to kill it.
 */
export function isGovernable(book: Pick<Ledger, 'objects' | 'keysOf'>, now: UnixSeconds): boolean {
  const people = subjects(book, 'person')
    .flatMap((id) => personIn(book, parseId('per', id)) ?? [])
    .flatMap((person) => {
      const key = bestKeyKind(person, now);
      return key === undefined ? [] : [{ ...person, key }];
    });
  const approvals = people.map(({ id, groups, key }) => {
    return { personId: id, groups, key, decision: 'confirm', valid: true } as const;
  });
  const { kinds } = QuorumsContent.parse(latest(book, 'quorums', QUORUMS)?.content);
  return WAYS_IN.every((kind) =>
    people.some((proposer) => {
      if (!proposer.roles.some((role) => KINDS[kind].proposers.includes(role))) return false;
      return quorumMet(kinds[kind].loosen.require, approvals, proposer.id).met;
    }),
  );
}
