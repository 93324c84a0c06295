import { distance } from 'fastest-levenshtein';

const EDITS_MAX = 2;
const LENGTH_MAX = 64;

/** The name that was probably meant; undefined if none is near. Case and separators do not count. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > LENGTH_MAX) return undefined;
  const ranked = names
    .map((name) => ({ name, edits: distance(folded(given), folded(name)) }))
    .filter(({ name, edits }) => edits <= EDITS_MAX && edits * 2 < name.length)
    .sort((one, other) => one.edits - other.edits);
  return ranked[0]?.name;
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '');
}
