import type { Person } from '../identity/person.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { type OwnedSafe, abilitiesOf } from './abilities.js';
import type { NamedQuorum } from './quorum-coverage.js';

/** Combinations of duties in one person. None is forbidden, but each lets fewer people do what was meant for more. */
export const DUTY_WARNINGS = [
  'requests-and-confirms',
  'requests-and-excepts',
  'requests-and-owns',
  'confirms-and-excepts',
  'confirms-and-owns',
  'several-owner-keys',
  'several-groups',
] as const;

export interface DutyWarning {
  readonly kind: (typeof DUTY_WARNINGS)[number];
  readonly id: PersonId;
  readonly name: string;
  readonly words: string;
}

interface Warned {
  readonly people: readonly Person[];
  readonly safes: readonly (OwnedSafe & { readonly label: string })[];
  readonly quorums: readonly NamedQuorum[];
  readonly now: UnixSeconds;
}

const NO_SAFE: OwnedSafe = { owners: [], threshold: 0 };

/** Who holds several duties alone. Within one transfer the gates still enforce their separation (invariant 10). */
export function dutyWarnings({ people, safes, quorums, now }: Warned): readonly DutyWarning[] {
  return people.flatMap((person) => {
    const { id, name } = person;
    const { requests, confirmsFor, exceptsFor } = abilitiesOf(person, NO_SAFE, now);
    const owned = safes.map((safe) => ({ ...safe, keys: abilitiesOf(person, safe, now).ownerKeys }));
    const owns = owned.filter(({ keys }) => keys > 0).map(({ label }) => label);
    const [confirms, excepts] = [confirmsFor.length > 0, exceptsFor.length > 0];
    const several = severalGroups(person, quorums);
    const lines: readonly (readonly [DutyWarning['kind'], boolean, string])[] = [
      ['requests-and-confirms', requests && confirms, 'requests, and confirms the requests of others'],
      ['requests-and-excepts', requests && excepts, 'requests, and excepts the requests of others'],
      ['requests-and-owns', requests && owns.length > 0, `requests, and owns ${listed(owns)}`],
      ['confirms-and-excepts', confirms && excepts, 'may except and confirm the same transfer'],
      [
        'confirms-and-owns',
        confirms && owns.length > 0,
        `may confirm, and sign for ${listed(owns)}, the same transfer`,
      ],
    ];
    return [
      ...lines
        .filter(([, is]) => is)
        .map(([kind, , words]) => ({ kind, id, name, words: `${name} ${words}.` })),
      ...owned
        .filter(({ keys }) => keys > 1)
        .map(({ label, keys, threshold }) => ({
          kind: 'several-owner-keys' as const,
          ...{ id, name },
          words: `${name} holds ${String(keys)} owners' keys of ${label}, which needs ${String(threshold)}.`,
        })),
      ...several.map((groups) => ({
        kind: 'several-groups' as const,
        ...{ id, name },
        words: `${name} is in ${listed(groups)}, and fills one place only where both are asked for.`,
      })),
    ];
  });
}

/** Groups of one person that one quorum requires together, each such list once. */
function severalGroups(person: Person, quorums: readonly NamedQuorum[]): readonly (readonly string[])[] {
  const lists = quorums
    .filter(({ role }) => role === null || person.roles.includes(role))
    .map(({ require }) => [...new Set(require.map(({ group }) => group))])
    .map((groups) => groups.filter((group) => person.groups.includes(group)))
    .filter((groups) => groups.length > 1)
    .map((groups) => [...groups].sort());
  return [...new Map(lists.map((groups) => [groups.join(), groups])).values()];
}

function listed(names: readonly string[]): string {
  return names.join(' and ');
}
