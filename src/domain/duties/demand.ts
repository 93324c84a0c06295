import { type Requirement, quorumMet, seating } from '../confirmations/quorum.js';
import type { PersonId } from '../values/identifier.js';
import type { Abilities } from './abilities.js';

/** Everything that must come together before funds move. Null means not required. */
export interface Demand {
  /** False for the way past Sluice, where nobody has to request. */
  readonly asksRequester: boolean;
  readonly confirm: readonly Requirement[] | null;
  readonly except: readonly Requirement[] | null;
  readonly threshold: number;
}

/** What is missing besides the requester: places in quorums, and owners' signatures. */
export interface Deficit {
  readonly confirm: number;
  readonly except: number;
  readonly owners: number;
}

/**
 * What these people, without the requester, leave open. One person fills one place of a quorum, but may confirm, except
 * and sign as an owner for the same transfer: the gates allow that.
 */
export function deficitOf(people: readonly Abilities[], demand: Demand): Deficit {
  const keys = people.reduce((sum, each) => sum + each.ownerKeys, 0);
  return {
    confirm: openPlaces(demand.confirm, people, (each) => each.confirmsFor),
    except: openPlaces(demand.except, people, (each) => each.exceptsFor),
    owners: Math.max(0, demand.threshold - keys),
  };
}

export function totalOf({ confirm, except, owners }: Deficit): number {
  return confirm + except + owners;
}

/** Whether these people alone could move funds: one requests, and the others do all the rest. */
export function canMove(people: readonly Abilities[], demand: Demand): boolean {
  if (!demand.asksRequester) return totalOf(deficitOf(people, demand)) === 0;
  return people.some((requester) => requester.requests && isDoneBy(without(people, requester), demand));
}

function isDoneBy(people: readonly Abilities[], demand: Demand): boolean {
  return totalOf(deficitOf(people, demand)) === 0;
}

export function without(people: readonly Abilities[], one: Abilities): readonly Abilities[] {
  return people.filter((each) => each.id !== one.id);
}

function openPlaces(
  require: readonly Requirement[] | null,
  people: readonly Abilities[],
  groupsOf: (each: Abilities) => readonly string[],
): number {
  if (require === null) return 0;
  const answers = people
    .map((each) => ({ personId: each.id, groups: groupsOf(each), key: keyOf(each) }))
    .filter(({ groups }) => groups.length > 0)
    .map((each) => ({ ...each, decision: 'confirm' as const, valid: true }));
  const { met, missing } = quorumMet(require, answers, '');
  const open = missing.reduce((sum, { needed, have }) => sum + needed - have, 0);
  // A quorum that requires nobody counts as unmet.
  return met ? 0 : Math.max(1, open);
}

/** The kind of key that fills the most places. */
export function keyOf({ hasEvmKey }: Abilities): 'evm' | 'passkey' {
  return hasEvmKey ? 'evm' : 'passkey';
}

type Part =
  | { readonly part: 'request' }
  | { readonly part: 'confirm' | 'except'; readonly group: string }
  | { readonly part: 'sign'; readonly owners: number };

export interface Mover {
  readonly id: PersonId;
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Who does what, in one way in which these people can move funds. Call it only if `canMove` is true. */
export function partsOf(people: readonly Abilities[], demand: Demand): readonly Mover[] {
  const requester = people.find((each) => each.requests && isDoneBy(without(people, each), demand));
  const others = demand.asksRequester && requester ? without(people, requester) : people;
  const parts = new Map<string, Part[]>(people.map(({ id }) => [id, []]));
  if (demand.asksRequester && requester) parts.get(requester.id)?.push({ part: 'request' });
  const seat = (part: 'confirm' | 'except', require: readonly Requirement[] | null): void => {
    const groups = others.map((each) => {
      const own = part === 'confirm' ? each.confirmsFor : each.exceptsFor;
      return [each.id, { groups: own, key: keyOf(each) }] as const;
    });
    for (const { personId, group } of seating(require ?? [], new Map(groups)))
      parts.get(personId)?.push({ part, group });
  };
  seat('confirm', demand.confirm);
  seat('except', demand.except);
  let open = demand.threshold;
  for (const { id, ownerKeys } of [...others].sort((one, other) => other.ownerKeys - one.ownerKeys)) {
    const owners = Math.min(open, ownerKeys);
    if (owners > 0) parts.get(id)?.push({ part: 'sign', owners });
    open -= owners;
  }
  return people.map(({ id, name }) => ({ id, name, parts: parts.get(id) ?? [] }));
}
