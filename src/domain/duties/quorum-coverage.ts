import { type GroupProgress, type Requirement, fits, quorumMet } from '../confirmations/quorum.js';
import { placeWords } from '../confirmations/requirement-words.js';
import { type Person, type Role, bestKeyKind } from '../identity/person.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { mayAct } from './abilities.js';

/** A quorum by its name: of a tier, of exceptions, or of a kind of change. */
export interface NamedQuorum {
  readonly name: string;
  /** The role that its members need; null if the groups alone decide. */
  readonly role: Role | null;
  /**
   * Roles of whoever starts the process, who does not count in the quorum. Null if the starter is never among those
   * counted.
   */
  readonly starters: readonly Role[] | null;
  /** Empty if the starter alone is enough. */
  readonly require: readonly Requirement[];
}

export interface Named {
  readonly id: PersonId;
  readonly name: string;
}

interface GroupCoverage extends Pick<Requirement, 'group' | 'keys'> {
  readonly needed: number;
  /** Who could fill one of its places today. */
  readonly can: readonly Named[];
}

export interface QuorumCoverage extends Pick<NamedQuorum, 'name' | 'role' | 'starters'> {
  /** Whether somebody can start it and the others still meet the quorum. */
  readonly isMet: boolean;
  readonly groups: readonly GroupCoverage[];
  /** What is missing, in words; empty if nothing is. */
  readonly missing: readonly string[];
  /** People without any one of whom it is not met. */
  readonly indispensable: readonly Named[];
}

/** Whether the present people can fill a quorum. Nobody counts twice, and the starter never counts (invariant 10). */
export function quorumCoverage(
  quorum: NamedQuorum,
  people: readonly Person[],
  now: UnixSeconds,
): QuorumCoverage {
  const { name, role, starters, require } = quorum;
  const asking = { quorum, people: people.filter((each) => mayAct(each, null, now)), now };
  const groups = require.map(({ count, ...place }) => ({
    ...place,
    needed: count,
    can: membersOf(asking, { ...place, count }).map(named),
  }));
  const isMet = isFilled(asking);
  const indispensable = isMet
    ? asking.people.filter((one) => !isFilled({ ...asking, people: others(asking.people, one) })).map(named)
    : [];
  const missing = isMet ? [] : missingWords(asking, groups);
  return { name, role, starters, isMet, groups, missing, indispensable };
}

interface Asking {
  readonly quorum: NamedQuorum;
  readonly people: readonly Person[];
  readonly now: UnixSeconds;
}

function membersOf({ quorum, people, now }: Asking, place: Requirement): readonly Person[] {
  return people.filter((each) => {
    const key = bestKeyKind(each, now);
    return key !== undefined && mayAct(each, quorum.role, now) && fits([place], { groups: each.groups, key });
  });
}

function startersOf({ quorum, people }: Asking): readonly Person[] {
  const { starters } = quorum;
  return starters === null ? [] : people.filter((each) => starters.some((role) => each.roles.includes(role)));
}

function isFilled(asking: Asking): boolean {
  if (asking.quorum.starters === null) return quorumWithout(asking, '').met;
  return startersOf(asking).some((starter) => quorumWithout(asking, starter.id).met);
}

function quorumWithout({ quorum, people, now }: Asking, starterId: string) {
  const { require, role } = quorum;
  if (require.length === 0) return { met: true, missing: [] };
  const answers = people
    .filter((each) => mayAct(each, role, now))
    .map((each) => ({
      personId: each.id,
      groups: each.groups,
      key: bestKeyKind(each, now) ?? 'passkey',
      decision: 'confirm' as const,
      valid: true,
    }));
  return quorumMet(require, answers, starterId);
}

/** What is missing, for the starter with whom the least is. */
function missingWords(asking: Asking, groups: readonly GroupCoverage[]): readonly string[] {
  const { starters } = asking.quorum;
  const candidates = starters === null ? [''] : startersOf(asking).map(({ id }) => id);
  const words = candidates
    .map((id) => quorumWithout(asking, id).missing.map((each) => groupWords(each, groups, id)))
    .sort((one, other) => one.length - other.length);
  const [fewest] = words;
  return fewest ?? [`nobody can start it: that takes ${(starters ?? []).join(' or ')}`];
}

/** For example "needs 2 of risk, 1 can: Rita". */
function groupWords(missing: GroupProgress, groups: readonly GroupCoverage[], starterId: string): string {
  const { group, keys, needed, have } = missing;
  const all = groups.find((each) => each.group === group && each.keys === keys)?.can ?? [];
  const can = all.filter(({ id }) => id !== starterId);
  const asked = `needs ${String(needed)} of ${placeWords(missing)}, ${String(can.length)} can`;
  const who = can.length === 0 ? asked : `${asked}: ${can.map(({ name }) => name).join(', ')}`;
  const starter = all.find(({ id }) => id === starterId);
  const besides = starter ? `; ${starter.name} would start it, and does not count` : '';
  const places = can.length > have ? '; nobody fills two places' : '';
  return `${who}${besides}${places}`;
}

function others(people: readonly Person[], one: Person): readonly Person[] {
  return people.filter(({ id }) => id !== one.id);
}

function named({ id, name }: Person): Named {
  return { id, name };
}
