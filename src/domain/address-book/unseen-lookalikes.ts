import type { Destination } from './destination.js';
import { lookalikesOf } from './lookalike.js';

/**
 * Look-alikes that neither entry names: one was listed later, or under an older rule. Removed entries do not count,
 * because nobody can pick them.
 */
export function unseenLookalikes(entry: Destination, book: readonly Destination[]): readonly Destination[] {
  const others = book.filter((each) => each.id !== entry.id && each.removedAt === null);
  return lookalikesOf(entry.address, others).filter((each) => !names(entry, each) && !names(each, entry));
}

function names(entry: Destination, other: Destination): boolean {
  return entry.lookalikes.some((each) => each.address === other.address);
}
