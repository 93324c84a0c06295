import { describe, expect, it } from '@jest/globals';
import type { Effect } from './effect.js';
import { loggedWords } from './logged-words.js';

const effects = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) => ({
    place: String(at + 1),
    sentence: 'x'.repeat(length),
  })) as unknown as readonly Effect[];

describe('the sentences of an inspection in the log', () => {
  it('stand behind their places', () => {
    expect(loggedWords(effects(2, 3))).toEqual(['1 xxx', '2 xxx']);
    expect(loggedWords([])).toEqual([]);
  });

  it('fit into an entry, however many and long they are, and say how many are left out', () => {
    expect(loggedWords(effects(300, 10)).at(-1)).toBe('and 236 more');
    const long = loggedWords(effects(300, 3_000));
    expect(long).toHaveLength(3);
    expect(long.at(-1)).toBe('and 298 more');
  });
});
