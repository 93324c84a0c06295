/**
 * The search of an address as it stands there: texts, and nothing made of them. A number would be rounded, and an object
 * is nothing that a page expects. Of several of one name the last counts.
 */
export function parseSearch(search: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The same the other way. What is no text, or empty, has no place in an address. */
export function printSearch(members: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(members).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  );
  return texts.length === 0 ? '' : `?${new URLSearchParams(texts).toString()}`;
}
