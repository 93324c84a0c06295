import { type GovernedChange, isGoverned } from '../changes/change.js';
import { KINDS } from '../changes/kinds.js';
import { quorumOfKind } from '../changes/kinds/quorums.js';
import { UnfreezeContent } from '../changes/kinds/unfreeze.js';
import { fits } from '../confirmations/quorum.js';
import { type Person, bestKeyKind, usableKeys } from '../identity/person.js';
import type { Awaited, Named } from '../transfers/awaited.js';
import type { FreezeEnd } from '../transfers/freeze-wait.js';
import type { FreezeId, PersonId } from '../values/identifier.js';
import { isApprovalAwaited, openPlaces } from './judge.js';
import type { ChangeRecord } from './ledger.js';
import type { Registered } from './registered.js';

type Lifting = ChangeRecord & { readonly change: GovernedChange };

/** How a freeze that stands is lifted: by the change of the kind `unfreeze` that has come furthest, or by a new one. */
export function freezeEnd(register: Registered, freeze: FreezeId): FreezeEnd {
  const pending = liftingOf(register, freeze);
  for (const { change, status } of pending)
    if (status.state === 'approved')
      return { kind: 'approved', change: change.id, activeFrom: status.activeFrom };
  const [proposed] = pending;
  if (proposed)
    return { kind: 'proposed', change: proposed.change.id, awaited: answersOf(register, proposed) };
  return { kind: 'unproposed', change: null, awaited: proposalOf(register) };
}

/** The oldest first. */
function liftingOf({ ledger }: Registered, freeze: FreezeId): readonly Lifting[] {
  return [...ledger.open]
    .flatMap((id) => ledger.changes.get(id) ?? [])
    .filter((record): record is Lifting => isGoverned(record.change))
    .filter(({ change }) => change.kind === 'unfreeze' && change.content !== null)
    .filter(({ change }) => UnfreezeContent.parse(change.content).freezes.includes(freeze))
    .sort((one, other) => (one.change.id < other.change.id ? -1 : 1));
}

function answersOf(register: Registered, { change, answers }: Lifting): Awaited {
  const { ledger, people } = register;
  const named = (ids: readonly PersonId[]): readonly Named[] =>
    ids.map((id) => ({ id, name: people.get(id)?.name ?? id }));
  const groups = openPlaces(ledger, { change, answers }).map((place) => ({
    ...place,
    people: named(place.people),
  }));
  const asked = [...people.keys()].filter((id) => isApprovalAwaited(ledger, { change, answers }, id));
  return { groups, people: named(asked) };
}

/** Who may propose a change that lifts it, and the quorum that would have to approve it. */
function proposalOf({ people, quorums, ledger }: Registered): Awaited {
  const able = [...people.values()].filter(
    (each) => usableKeys(each, 'confirmation', ledger.clock).length > 0,
  );
  const { proposers } = KINDS.unfreeze;
  const groups = quorumOfKind(quorums, 'unfreeze').loosen.require.map(({ count, ...place }) => ({
    ...{ ...place, needed: count, have: 0 },
    people: able.filter((each) => fits([{ ...place, count: 1 }], candidateOf(each, ledger.clock))).map(named),
  }));
  return {
    groups,
    people: able.filter(({ roles }) => roles.some((role) => proposers.includes(role))).map(named),
  };
}

function candidateOf(person: Person, now: Parameters<typeof bestKeyKind>[1]) {
  return { groups: person.groups, key: bestKeyKind(person, now) ?? ('passkey' as const) };
}

function named({ id, name }: Person): Named {
  return { id, name };
}
