import { placeWords } from '../confirmations/requirement-words.js';
import type { Awaited, Named, OpenPlaces } from './awaited.js';

/** @param otherwise what it waits for if no place is open any more */
export function asking(
  asked: Awaited,
  otherwise = 'nobody',
): {
  readonly sentence: string;
  readonly people: readonly Named[];
  readonly groups: readonly OpenPlaces[];
} {
  const groups = asked.groups.map(({ people: _, ...open }) => open);
  const words = groups.length === 0 ? otherwise : awaitedWords(asked);
  return { sentence: `Waits for ${words}`, people: asked.people, groups };
}

/** "1 more of treasury (Amos, Tessa) and 1 of risk (Rita)". */
export function awaitedWords({ groups, people }: Awaited): string {
  const parts = groups.map((each) => `${placesWords([each])} (${namesOf(each.people)})`);
  const inGroups = new Set(groups.flatMap((each) => each.people.map(({ id }) => id)));
  const others = people.filter(({ id }) => !inGroups.has(id));
  // Whoever has answered counts for one of their groups, and may make room in another.
  const instead = others.length === 0 ? '' : `, or ${namesOf(others)}, who make room for who has answered`;
  return `${parts.join(' and ')}${instead}`;
}

export function placesWords(groups: readonly OpenPlaces[]): string {
  return groups
    .map((each) => {
      const { needed, have } = each;
      return `${String(needed - have)}${have > 0 ? ' more' : ''} of ${placeWords(each)}`;
    })
    .join(' and ');
}

export function namesOf(people: readonly Pick<Named, 'name'>[]): string {
  return people.length === 0 ? 'nobody can' : people.map(({ name }) => name).join(', ');
}
