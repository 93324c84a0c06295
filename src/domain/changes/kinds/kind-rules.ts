import type { z } from 'zod';
import type { Role } from '../../identity/person.js';
import type { AssetId, PersonId } from '../../values/identifier.js';

/** Whether a change permits more than before, or only less. What is not provably tighter loosens (invariant 13). */
export type Direction = 'loosens' | 'tightens';

/** Names of people and assets, for sentences. */
export interface Names {
  person(id: PersonId): string;
  asset(id: AssetId): string;
}

export interface Versions<Content> {
  readonly before: Content | null;
  readonly after: Content | null;
}

/** The rules of one kind of governed object. Everything else about changes is common to all kinds. */
export interface KindRules<Content> {
  /** The object as proposed and stored. */
  readonly schema: z.ZodType<Content>;
  readonly proposers: readonly Role[];
  /** Whether this is a valid name for the object. */
  readonly isSubject: (subject: string, content: Content | null) => boolean;
  readonly canBeRemoved: boolean;
  readonly direction: (versions: Versions<Content>) => Direction;
  /** A version with what it keeps of the one before without naming it. Absent if every version names everything. */
  readonly inheriting?: (before: Content, after: Content) => Content;
  /** The change in words: exact, because people sign them. */
  readonly sentences: (subject: string, versions: Versions<Content>, names: Names) => readonly string[];
  /** People whom the change is about, who may not approve it. */
  readonly concerns: (content: Content) => readonly PersonId[];
}

export const nobody = (): readonly PersonId[] => [];

export function isSubset(some: readonly string[], all: readonly string[]): boolean {
  return some.every((each) => all.includes(each));
}

/** A list in words: "a, b", or "none". */
export function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : [...items].sort().join(', ');
}

/** Foreign text inside a sentence, quoted so that nobody can mistake where it ends. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
