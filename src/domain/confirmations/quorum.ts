/** A higher count is a mistake, and would only cost time in the matching. */
const COUNT_MAX = 50;

/** A number of people of one group. */
export interface Requirement {
  readonly group: string;
  readonly count: number;
}

/** One person's answer. `valid` means that its signature was just verified (invariant 8). */
export interface CountableConfirmation {
  readonly personId: string;
  readonly groups: readonly string[];
  readonly decision: 'confirm' | 'reject';
  readonly valid: boolean;
}

/** How many places of one group are filled. */
export interface GroupProgress {
  readonly group: string;
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
  const people = groupsByPerson(
    valid.filter((each) => each.personId !== requesterId && !rejectedBy.includes(each.personId)),
  );
  // An empty requirement would be met by nobody. That is the caller's fault, and never a yes.
  const isAsking =
    require.length > 0 &&
    require.every(({ count }) => Number.isInteger(count) && count >= 1 && count <= COUNT_MAX);
  const places = isAsking ? placesOf(require) : [];
  return { isAsking, places, seats: match(places, people), rejectedBy };
}

function progressOf(
  places: readonly string[],
  seats: ReadonlyMap<number, string>,
): readonly GroupProgress[] {
  return distinct(places).map((group) => ({
    group,
    needed: places.filter((place) => place === group).length,
    have: places.filter((place, index) => place === group && seats.has(index)).length,
  }));
}

/** Who fills which place: the matching that `quorumMet` uses, for people who have not answered. */
export function seating(
  require: readonly Requirement[],
  people: ReadonlyMap<string, readonly string[]>,
): readonly { readonly personId: string; readonly group: string }[] {
  const places = placesOf(require);
  return [...match(places, people)].map(([index, personId]) => ({ personId, group: places[index] ?? '' }));
}

function placesOf(require: readonly Requirement[]): readonly string[] {
  return require.flatMap(({ group, count }) => Array<string>(count).fill(group)).sort();
}

/**
 * Someone with several answers counts only in the groups that all of them name, so that answering again never helps.
 */
function groupsByPerson(
  confirmations: readonly CountableConfirmation[],
): ReadonlyMap<string, readonly string[]> {
  const people = new Map<string, readonly string[]>();
  for (const personId of distinct(confirmations.map((each) => each.personId))) {
    const lists = confirmations.filter((each) => each.personId === personId).map((each) => each.groups);
    people.set(
      personId,
      distinct(lists.flat()).filter((group) => lists.every((list) => list.includes(group))),
    );
  }
  return people;
}

/** Maximum bipartite matching by augmenting paths (Kuhn): place index to person, for each place that is filled. */
function match(
  places: readonly string[],
  people: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<number, string> {
  const seats = new Map<number, string>();
  const seat = (personId: string, tried: Set<number>): boolean =>
    places.some((group, index) => {
      if (tried.has(index) || !people.get(personId)?.includes(group)) return false;
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
