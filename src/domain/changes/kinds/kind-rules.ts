import type { z } from 'zod';
import type { Role } from '../../identity/person.js';
import type { AssetId, PersonId } from '../../values/identifier.js';

/** Whether a change gives anyone more room, or only takes room away. What is not provably tighter loosens (invariant 13). */
export type Direction = 'loosens' | 'tightens';

/** How people and assets are called, for sentences. */
export interface Names {
  person(id: PersonId): string;
  asset(id: AssetId): string;
}

export interface Versions<Content> {
  readonly before: Content | null;
  readonly after: Content | null;
}

/** What is particular to one kind of governed object; everything else about changes is the same for all. */
export interface KindRules<Content> {
  /** The object as proposed and stored. */
  readonly schema: z.ZodType<Content>;
  readonly proposers: readonly Role[];
  /** Whether an object may be called that. */
  readonly isSubject: (subject: string, content: Content | null) => boolean;
  readonly canBeRemoved: boolean;
  readonly direction: (versions: Versions<Content>) => Direction;
  /** The change in words: exact, because people sign them. */
  readonly sentences: (subject: string, versions: Versions<Content>, names: Names) => readonly string[];
  /** People whom it is about: they do not approve it. */
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

/** A text from outside within a sentence, such that its end cannot be mistaken. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
