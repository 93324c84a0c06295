import type { Requirement } from '../../../src/domain/confirmations/quorum.js';
import type { PersonView } from '../../../src/identity/identity.contract.js';

interface Asked {
  /** They never confirm what they ask for. */
  readonly requester: string;
  /** Milliseconds. */
  readonly now: number;
}

/** The names of those whose confirmation would count for a place of a tier now. */
export function whoConfirms(
  { group, keys }: Requirement,
  people: readonly PersonView[],
  { requester, now }: Asked,
): readonly string[] {
  return people
    .filter(({ id, roles, groups, removedAt }) => {
      return removedAt === null && id !== requester && roles.includes('approver') && groups.includes(group);
    })
    .filter((person) => person.keys.some((key) => (keys ?? key.kind) === key.kind && isUsable(key, now)))
    .map(({ name }) => name);
}

function isUsable({ purpose, activeFrom, revokedAt }: PersonView['keys'][number], now: number): boolean {
  return purpose === 'confirmation' && Date.parse(activeFrom) <= now && revokedAt === null;
}
