import { describe, expect, it } from '@jest/globals';
import { unixSeconds } from './time.js';

describe(unixSeconds.name, () => {
  it.each([0, 1, 1_800_000_000, Number.MAX_SAFE_INTEGER])('takes %d', (seconds) => {
    expect(unixSeconds(seconds)).toBe(seconds);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])(
    'refuses %d',
    (seconds) => {
      expect(() => unixSeconds(seconds)).toThrow(TypeError);
    },
  );
});
