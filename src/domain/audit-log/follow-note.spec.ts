import { describe, expect, it } from '@jest/globals';
import { unixSeconds } from '../values/time.js';
import { mustNoteFollowing } from './follow-note.js';

const at = unixSeconds(10_000);

describe(mustNoteFollowing.name, () => {
  it.each([
    ['the first reading', undefined, 0n, 0, true],
    ['what the last one covers', { from: 40n, at }, 40n, 1, false],
    ['what comes after', { from: 40n, at }, 900n, 3_599, false],
    ['an hour later', { from: 40n, at }, 900n, 3_600, true],
    ['what was before it', { from: 40n, at }, 39n, 1, true],
  ])('invariant 16: of %s', (_what, last, from, later, must) => {
    expect(mustNoteFollowing(last, from, unixSeconds(at + later))).toBe(must);
  });
});
