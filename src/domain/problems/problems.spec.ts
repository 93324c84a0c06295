import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../errors.js';
import { PROBLEM_GROUPS, PROBLEMS } from './problems.js';

describe('PROBLEMS', () => {
  it('has every code once, in one group', () => {
    const codes = PROBLEM_GROUPS.flatMap((group) => group.codes);
    expect([...codes].sort()).toEqual([...ERROR_CODES].sort());
    expect(Object.keys(PROBLEMS)).toEqual(codes);
  });

  it.each(ERROR_CODES)('%s is said in short sentences that blame nobody', (code) => {
    for (const words of Object.values<string>({ ...PROBLEMS[code] })) {
      expect(words).toMatch(/^[A-Z`].*\.$/);
      expect(words).not.toMatch(/something went wrong|please|\btry again|!|oops|you (failed|forgot)/i);
      const sentences = words.split(/(?<=[.:;]) /);
      expect(sentences.length).toBeLessThanOrEqual(4);
      for (const sentence of sentences) expect(sentence.length).toBeLessThanOrEqual(150);
    }
  });
});
