import { describe, expect, it } from '@jest/globals';
import { patiently } from './patiently.js';

/** Answers 1, 2, 3 and so on. */
function counting(): () => Promise<number> {
  let count = 0;
  return () => Promise.resolve((count += 1));
}

describe(patiently.name, () => {
  it('asks again until the answer is good enough', async () => {
    expect(await patiently(counting(), (count) => count === 3, { forMs: 60_000, everyMs: 1 })).toBe(3);
  });

  it('asks once at least, and at the end of its patience as well', async () => {
    expect(await patiently(counting(), () => false, { forMs: 0, everyMs: 1 })).toBe(1);
    expect(await patiently(counting(), () => false, { forMs: 20, everyMs: 60 })).toBe(2);
  });
});
