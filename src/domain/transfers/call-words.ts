import type { ProposedSafeTransaction } from './safe-transaction.js';
import type { Names } from './would-do/names.js';
import { wouldDoWords } from './would-do/would-do.js';

/** What a plain call does, in words, as far as its bytes tell. It only informs people; no decision depends on it. */
export function callWords(
  { to, value, data }: Pick<ProposedSafeTransaction, 'to' | 'value' | 'data'>,
  names: Names,
): string {
  return wouldDoWords({ to, value, data, operation: 0 }, names);
}
