import type { EnrolledKey } from '../identity/person.js';

/** A higher count is a mistake, and would only cost time in the matching. */
const COUNT_MAX = 50;

/** A number of people of one group. */
export interface Requirement {
  readonly group: string;
  readonly count: number;
  /** Only signatures by EVM keys fill its places, because a passkey cannot show what it signs. Absent means any key. */
  readonly keys?: 'evm';
}

/** One person's answer. `valid` means that its signature was just verified (invariant 8). */
export interface CountableConfirmation {
  readonly personId: string;
  readonly groups: readonly string[];
  /** The kind of the key that signed it. */
  readonly key: EnrolledKey['kind'];
  readonly decision: 'confirm' | 'reject';
  readonly valid: boolean;
}

/** How many places of one group are filled. */
export interface GroupProgress extends Place {
  readonly needed: number;
  readonly have: number;
}

export interface Quorum {
  readonly met: boolean;
  readonly missing: readonly GroupProgress[];
  /** The people who fill a place, sorted. */
  readonly counted: readonly string[];
  readonly rejectedBy: readonly string[];
}

type Place = Pick<Requirement, 'group' | 'keys'>;

/** Who could sit where: somebody's groups, and the kind of key that they sign with. */
export type Candidate = Pick<CountableConfirmation, 'groups' | 'key'>;

/**
 * Counts distinct people, never the requester, each for one place: someone in two groups does not count twice
 * (invariants 8 and 10). A maximum matching fills the places, so the order of answers does not matter.
 */
export function quorumMet(
  require: readonly Requirement[],
  confirmations: readonly CountableConfirmation[],
  requesterId: string,
): Quorum {
  const { isAsking, places, seats, rejectedBy } = seated(require, confirmations, requesterId);
  const missing = progressOf(places, seats).filter(({ needed, have }) => have < needed);
  const counted = distinct([...seats.values()]);
  return { met: isAsking && missing.length === 0 && rejectedBy.length === 0, missing, counted, rejectedBy };
}

/** The same count for people to read: every group, also those that are complete. */
export function quorumProgress(
  require: readonly Requirement[],
  confirmations: readonly CountableConfirmation[],
  requesterId: string,
): readonly GroupProgress[] {
  const { places, seats } = seated(require, confirmations, requesterId);
  return progressOf(places, seats);
}

function seated(
  require: readonly Requirement[],
  confirmations: readonly CountableConfirmation[],
  requesterId: string,
) {
  const valid = confirmations.filter((each) => each.valid);
  const rejectedBy = distinct(
    valid.filter((each) => each.decision === 'reject').map((each) => each.personId),
  );
  const people = candidates(
    valid.filter((each) => each.personId !== requesterId && !rejectedBy.includes(each.personId)),
  );
  // An empty requirement would be met by nobody. That is the caller's fault, and never a yes.
  const isAsking =
    require.length > 0 &&
    require.every(({ count }) => Number.isInteger(count) && count >= 1 && count <= COUNT_MAX);
  const places = isAsking ? placesOf(require) : [];
  return { isAsking, places, seats: match(places, people), rejectedBy };
}

function progressOf(places: readonly Place[], seats: ReadonlyMap<number, string>): readonly GroupProgress[] {
  return lines(places).map((line) => ({
    ...line,
    needed: places.filter((place) => isSame(place, line)).length,
    have: places.filter((place, index) => isSame(place, line) && seats.has(index)).length,
  }));
}

/** Who fills which place: the matching that `quorumMet` uses, for people who have not answered. */
export function seating(
  require: readonly Requirement[],
  people: ReadonlyMap<string, Candidate>,
): readonly { readonly personId: string; readonly group: string }[] {
  const places = placesOf(require);
  return [...match(places, people)].map(([index, personId]) => ({
    personId,
    group: places[index]?.group ?? '',
  }));
}

/** Whether somebody could fill one of these places, were it empty. */
export function fits(require: readonly Requirement[], candidate: Candidate): boolean {
  return require.some((place) => fillsPlace(candidate, place));
}

/** A group of which there are too few people for all of its places, however they are seated; undefined if there is none. */
export function shortPlace(
  require: readonly Requirement[],
  people: readonly Candidate[],
): Requirement | undefined {
  return shortPlaces(require, people)[0]?.place;
}

/** Every such group, and at which line of the requirement it stands. */
export function shortPlaces(
  require: readonly Requirement[],
  people: readonly Candidate[],
): readonly { readonly index: number; readonly place: Requirement }[] {
  return require.flatMap((place, index) => {
    const own = require.filter(({ group, keys }) => group === place.group && (keys ?? place.keys) === keys);
    const count = own.reduce((total, each) => total + each.count, 0);
    const have = people.filter((each) => fits([place], each)).length;
    return have < count ? [{ index, place: { ...place, count } }] : [];
  });
}

/**
 * Whether an answer by a passkey would fill no place, where one by an EVM key of the same person would. It must be
 * refused: taken, it would use up the person's answer and count for nothing.
 */
export function needsEvmKey(
  require: readonly Requirement[],
  confirmations: readonly CountableConfirmation[],
  answer: Pick<CountableConfirmation, 'personId' | 'groups' | 'key'>,
): boolean {
  if (answer.key === 'evm') return false;
  const asEvm = { ...answer, key: 'evm' as const };
  if (!fits(require, answer)) return fits(require, asEvm);
  const places = placesOf(require);
  const others = confirmations.filter((each) => each.valid && each.personId !== answer.personId);
  const filledWith = (given: typeof answer): number =>
    match(places, candidates([...others, { ...given, decision: 'confirm', valid: true }])).size;
  return filledWith(answer) < filledWith(asEvm);
}

function fillsPlace({ groups, key }: Candidate, place: Place): boolean {
  return groups.includes(place.group) && (place.keys === undefined || key === place.keys);
}

/** By group; those that not everybody can fill come first, so that what is missing is the place that more people can. */
function placesOf(require: readonly Requirement[]): readonly Place[] {
  return require
    .flatMap(({ group, count, keys }) =>
      Array.from({ length: count }, (): Place => (keys === undefined ? { group } : { group, keys })),
    )
    .sort((one, other) => {
      if (one.group !== other.group) return one.group < other.group ? -1 : 1;
      return Number(one.keys === undefined) - Number(other.keys === undefined);
    });
}

function isSame(one: Place, other: Place): boolean {
  return one.group === other.group && one.keys === other.keys;
}

function lines(places: readonly Place[]): readonly Place[] {
  return places.filter((place, index) => places.findIndex((each) => isSame(each, place)) === index);
}

/**
 * Someone with several answers counts only in the groups that all of them name, and as one with an EVM key only if one
 * made all of them, so that answering again never helps.
 */
function candidates(confirmations: readonly CountableConfirmation[]): ReadonlyMap<string, Candidate> {
  const people = new Map<string, Candidate>();
  for (const personId of distinct(confirmations.map((each) => each.personId))) {
    const own = confirmations.filter((each) => each.personId === personId);
    const lists = own.map((each) => each.groups);
    people.set(personId, {
      groups: distinct(lists.flat()).filter((group) => lists.every((list) => list.includes(group))),
      key: own.every((each) => each.key === 'evm') ? 'evm' : 'passkey',
    });
  }
  return people;
}

/** Maximum bipartite matching by augmenting paths (Kuhn): place index to person, for each place that is filled. */
function match(
  places: readonly Place[],
  people: ReadonlyMap<string, Candidate>,
): ReadonlyMap<number, string> {
  const seats = new Map<number, string>();
  const seat = (personId: string, tried: Set<number>): boolean =>
    places.some((place, index) => {
      const person = people.get(personId);
      if (tried.has(index) || !person || !fillsPlace(person, place)) return false;
      tried.add(index);
      const sitting = seats.get(index);
      if (sitting !== undefined && !seat(sitting, tried)) return false;
      seats.set(index, personId);
      return true;
    });
  for (const personId of people.keys()) seat(personId, new Set());
  return seats;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
