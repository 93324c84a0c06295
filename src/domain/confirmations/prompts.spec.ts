import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unixSeconds } from '../values/time.js';
import { promptFault } from './prompts.js';

const now = unixSeconds(1_800_000_000);
const ago = (...seconds: number[]) => seconds.map((each) => unixSeconds(now - each));

describe(promptFault.name, () => {
  it('so many in an hour, and then the moment at which the oldest has left it', () => {
    const of = (...seconds: number[]) =>
      promptFault({ earlier: ago(...seconds), revision: 0, now }, { maxPromptsPerHour: 3 });
    expect(of(10, 20)).toBeUndefined();
    expect(of(20, 1200, 10)).toMatchObject({ again: now - 1200 + 3600 });
    expect(of(3600, 20, 10)).toBeUndefined();
    expect(of(3599, 20, 10)).toMatchObject({ again: now + 1 });
    // Asked under a laxer policy: all but two of them must have left.
    expect(of(5, 4, 3, 2, 1)).toMatchObject({ again: now - 3 + 3600 });
  });

  it('20 where the policy says nothing', () => {
    const earlier = (count: number) => Array.from({ length: count }, () => now);
    expect(promptFault({ earlier: earlier(19), revision: 0, now }, {})).toBeUndefined();
    expect(promptFault({ earlier: earlier(20), revision: 0, now }, {})).toBeDefined();
  });

  it('a transfer comes back ten times and never an eleventh', () => {
    expect(promptFault({ earlier: [], revision: 10, now }, {})).toBeUndefined();
    expect(promptFault({ earlier: [], revision: 11, now }, {})).toMatchObject({ again: null });
  });

  it('is possible again at the moment that it names, and not a second earlier', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 7200 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        (seconds, maxPromptsPerHour) => {
          const earlier = ago(...seconds);
          const at = (moment: number) =>
            promptFault({ earlier, revision: 0, now: unixSeconds(moment) }, { maxPromptsPerHour });
          const fault = at(now);
          if (!fault) return;
          expect(at((fault.again ?? 0) - 1)).toBeDefined();
          expect(at(fault.again ?? 0)).toBeUndefined();
        },
      ),
    );
  });
});
