import type { Destination } from './destination.js';
import { lookalikesOf } from './lookalike.js';

/**
 * The other entries that one can be confused with, without either naming the other: one that came later, or was listed
 * when the rule was another. Removed entries are no longer there to be picked.
 */
export function unseenLookalikes(entry: Destination, book: readonly Destination[]): readonly Destination[] {
  const others = book.filter((each) => each.id !== entry.id && each.removedAt === null);
  return lookalikesOf(entry.address, others).filter((each) => !names(entry, each) && !names(each, entry));
}

function names(entry: Destination, other: Destination): boolean {
  return entry.lookalikes.some((each) => each.address === other.address);
}
