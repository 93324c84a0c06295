import type { Person, Role } from './person.js';

export interface PeopleSearch {
  /** A part of the name or of the id; case does not count. */
  readonly q?: string | undefined;
  readonly role?: Role | undefined;
  readonly group?: string | undefined;
  readonly removed?: boolean | undefined;
}

/** The people whom a search means, in their order. */
export function peopleFound(people: readonly Person[], search: PeopleSearch): readonly Person[] {
  const { role, group, removed } = search;
  const part = search.q?.toLowerCase();
  return people.filter(
    (person) =>
      (part === undefined || person.name.toLowerCase().includes(part) || person.id.includes(part)) &&
      (role === undefined || person.roles.includes(role)) &&
      (group === undefined || person.groups.includes(group)) &&
      (removed === undefined || (person.removedAt !== null) === removed),
  );
}
