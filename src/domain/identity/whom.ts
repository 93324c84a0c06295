import { nearestName } from '../values/nearest-name.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Whom an id or an exact name means; or why it means nobody in particular, in words. */
export type Whom<T> =
  | { readonly kind: 'one'; readonly who: T }
  | { readonly kind: 'none'; readonly words: string };

/** An id goes before a name; a name of several means none of them. */
export function whom<T extends Named>(given: string, all: readonly T[]): Whom<T> {
  const byId = all.find(({ id }) => id === given);
  if (byId) return { kind: 'one', who: byId };
  const called = all.filter(({ name }) => name === given);
  const [one, ...others] = called;
  if (one && others.length === 0) return { kind: 'one', who: one };
  const quoted = JSON.stringify(given);
  if (one) {
    return {
      kind: 'none',
      words: `${quoted} is the name of ${called.map(({ id }) => id).join(' and ')}: give the id`,
    };
  }
  const name =
    nearestName(
      given,
      all.map((each) => each.name),
    ) ?? containing(given, all);
  const near = all.find((each) => each.name === name);
  const hint = near ? `: is ${near.name} (${near.id}) meant?` : '';
  return { kind: 'none', words: `${quoted} is nobody here${hint}` };
}

/** The only name that the given text is a part of. */
function containing(given: string, all: readonly Named[]): string | undefined {
  const found = all.filter(({ name }) => name.toLowerCase().includes(given.toLowerCase()));
  return found.length === 1 ? found[0]?.name : undefined;
}
