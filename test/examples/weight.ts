/** How much a value says: of every member the number of places where it says something, however often. */
export function weightOf(value: unknown): number {
  return placesOf(value).size;
}

/** Where in a value something stands that is not null or empty. The items of an array are one place. */
export function placesOf(value: unknown): ReadonlySet<string> {
  const places = new Set<string>();
  gather(value, '', places);
  return places;
}

function gather(value: unknown, at: string, places: Set<string>): void {
  if (value === null || value === undefined || value === '') return;
  if (typeof value !== 'object') {
    places.add(at);
    return;
  }
  for (const [key, each] of Object.entries(value))
    // A passkey's says no more than a wallet's, however many members it has.
    if (key === 'signature') places.add(`${at}/${key}`);
    else gather(each, Array.isArray(value) ? at : `${at}/${key}`, places);
}
