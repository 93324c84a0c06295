import { fits } from '../confirmations/quorum.js';
import { placeWords } from '../confirmations/requirement-words.js';
import type { Abilities } from './abilities.js';
import {
  type Deficit,
  type Demand,
  type Mover,
  canMove,
  deficitOf,
  keyOf,
  partsOf,
  totalOf,
  without,
} from './demand.js';

export interface Movers {
  /** The smallest number of people who suffice; null if not even all of them do. */
  readonly size: number | null;
  /** Every set of that size, up to the limit that was asked for. */
  readonly sets: readonly (readonly Mover[])[];
  readonly truncated: boolean;
  /** People without any one of whom nothing moves. */
  readonly indispensable: readonly Pick<Abilities, 'id' | 'name'>[];
}

/** People who are interchangeable, except as requesters. */
interface Kind {
  readonly members: readonly Abilities[];
  readonly sample: Abilities;
}

/** How many people of each kind, by index. */
type Tally = readonly number[];

/**
 * All the smallest sets of people who could move funds, up to `most` (invariant 10). The search is exact: iterative
 * deepening over the size, pruning only branches that provably need more people. People of one kind are counted
 * together.
 */
export function smallestMovers(everybody: readonly Abilities[], demand: Demand, most: number): Movers {
  const people = [...everybody].sort((one, other) => (one.id < other.id ? -1 : 1));
  if (!canMove(people, demand)) return { size: null, sets: [], truncated: false, indispensable: [] };
  const helping = people.filter((each) => isOfUse(each, demand));
  for (let helpers = 0; helpers <= helping.length; helpers += 1) {
    const found = setsOf({ people, helping, demand, helpers, most });
    if (found.length === 0) continue;
    return {
      size: helpers + (demand.asksRequester ? 1 : 0),
      sets: found.slice(0, most).map((set) => partsOf(set, demand)),
      truncated: found.length > most,
      indispensable: people
        .filter((each) => !canMove(without(people, each), demand))
        .map(({ id, name }) => ({ id, name })),
    };
  }
  throw new Error('who can move funds together was not found among all of their sets');
}

interface Search {
  readonly people: readonly Abilities[];
  readonly helping: readonly Abilities[];
  readonly demand: Demand;
  /** The number of people besides the requester. */
  readonly helpers: number;
  readonly most: number;
}

/** The sets with this many helpers. It stops at one more than `most`, which tells that there are more. */
function setsOf({ people, helping, demand, helpers, most }: Search): readonly (readonly Abilities[])[] {
  const sets = new Map<string, readonly Abilities[]>();
  const requesters = demand.asksRequester ? people.filter((each) => each.requests) : [null];
  // Cached by the kinds that are left: requesters of the same kind leave the same helpers, and so the same tallies.
  const tallies = new Map<string, readonly Tally[]>();
  for (const requester of requesters) {
    const others = requester ? without(helping, requester) : helping;
    const kinds = kindsOf(others, demand);
    const name = kinds
      .map(({ members, sample }) => `${kindName(sample, demand)} ${String(members.length)}`)
      .join();
    const known = tallies.get(name) ?? firstOf(talliesOf(kinds, demand, helpers), most + 1);
    tallies.set(name, known);
    for (const tally of known) {
      for (const chosen of choices(kinds, tally)) {
        const set = [...chosen, ...(requester ? [requester] : [])].sort((a, b) => (a.id < b.id ? -1 : 1));
        sets.set(set.map(({ id }) => id).join(), set);
        if (sets.size > most) return [...sets.values()];
      }
    }
  }
  return [...sets.values()];
}

/** Every tally of this many people that leaves nothing open. */
function* talliesOf(kinds: readonly Kind[], demand: Demand, helpers: number): Generator<Tally> {
  function* from(index: number, taken: readonly number[], chosen: readonly Abilities[]): Generator<Tally> {
    const left = helpers - chosen.length;
    const deficit = deficitOf(chosen, demand);
    if (left === 0) {
      if (totalOf(deficit) === 0) yield [...taken, ...kinds.slice(index).map(() => 0)];
      return;
    }
    if (atLeast(deficit, kinds.slice(index), demand) > left) return;
    const kind = kinds[index];
    if (!kind) return;
    for (let count = Math.min(left, kind.members.length); count >= 0; count -= 1)
      yield* from(index + 1, [...taken, count], [...chosen, ...kind.members.slice(0, count)]);
  }
  yield* from(0, [], []);
}

/**
 * A lower bound on how many more people it takes: one person fills at most one place of each quorum, and signs for at
 * most as many owners as they have keys. Infinite if even everybody left does not suffice by that count.
 */
function atLeast(deficit: Deficit, kinds: readonly Kind[], demand: Demand): number {
  const gains = kinds.map(({ members, sample }) => ({
    count: members.length,
    confirm: Math.min(deficit.confirm, counts(sample, sample.confirmsFor, demand.confirm) ? 1 : 0),
    except: Math.min(deficit.except, counts(sample, sample.exceptsFor, demand.except) ? 1 : 0),
    owners: Math.min(deficit.owners, sample.ownerKeys),
  }));
  const needed = (open: number, gainOf: (gain: (typeof gains)[number]) => number): number => {
    let [still, taken] = [open, 0];
    for (const each of [...gains].sort((a, b) => gainOf(b) - gainOf(a))) {
      if (still <= 0 || gainOf(each) === 0) break;
      const used = Math.min(each.count, Math.ceil(still / gainOf(each)));
      still -= used * gainOf(each);
      taken += used;
    }
    return still > 0 ? Infinity : taken;
  };
  return Math.max(
    needed(deficit.confirm, (each) => each.confirm),
    needed(deficit.except, (each) => each.except),
    needed(deficit.owners, (each) => each.owners),
    needed(totalOf(deficit), (each) => each.confirm + each.except + each.owners),
  );
}

/** Every way to choose this many members of each kind. */
function* choices(kinds: readonly Kind[], tally: Tally, index = 0): Generator<readonly Abilities[]> {
  const kind = kinds[index];
  if (!kind) {
    yield [];
    return;
  }
  for (const some of combinations(kind.members, tally[index] ?? 0))
    for (const rest of choices(kinds, tally, index + 1)) yield [...some, ...rest];
}

function* combinations<T>(items: readonly T[], count: number): Generator<readonly T[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let index = 0; index + count <= items.length; index += 1)
    for (const rest of combinations(items.slice(index + 1), count - 1))
      yield [...items.slice(index, index + 1), ...rest];
}

/** The first `most` items. Each tally stands for at least one set, so more tallies than wanted sets add nothing. */
function firstOf<T>(items: Iterable<T>, most: number): readonly T[] {
  const first: T[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === most) break;
  }
  return first;
}

function kindsOf(people: readonly Abilities[], demand: Demand): readonly Kind[] {
  const kinds = new Map<string, Abilities[]>();
  for (const each of people) {
    const name = kindName(each, demand);
    kinds.set(name, [...(kinds.get(name) ?? []), each]);
  }
  return [...kinds.values()].flatMap((members) => {
    const [sample] = members;
    return sample ? [{ members, sample }] : [];
  });
}

function kindName(each: Abilities, { confirm, except }: Demand): string {
  const asked = (groups: readonly string[], require: Demand['confirm']) =>
    (require ?? [])
      .filter((place) => fits([place], { groups, key: keyOf(each) }))
      .map(placeWords)
      .sort();
  return JSON.stringify([asked(each.confirmsFor, confirm), asked(each.exceptsFor, except), each.ownerKeys]);
}

function isOfUse(each: Abilities, { confirm, except, threshold }: Demand): boolean {
  const signs = threshold > 0 && each.ownerKeys > 0;
  return counts(each, each.confirmsFor, confirm) || counts(each, each.exceptsFor, except) || signs;
}

function counts(each: Abilities, groups: readonly string[], require: Demand['confirm']): boolean {
  return fits(require ?? [], { groups, key: keyOf(each) });
}
