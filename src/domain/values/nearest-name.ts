const EDITS_MAX = 2;
const LENGTH_MAX = 64;

/** The name that was probably meant; undefined if none is near. Case and separators do not count. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > LENGTH_MAX) return undefined;
  const ranked = names
    .map((name) => ({ name, edits: editsBetween(folded(given), folded(name)) }))
    .filter(({ name, edits }) => edits <= EDITS_MAX && edits * 2 < name.length)
    .sort((one, other) => one.edits - other.edits);
  return ranked[0]?.name;
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '');
}

/** How many letters have to be put in, taken out or replaced (Levenshtein). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_each, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let to = 1; to <= other.length; to += 1) {
      const replaced = (row[to - 1] ?? 0) + (letter === other[to - 1] ? 0 : 1);
      next.push(Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
