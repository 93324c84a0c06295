import { describe, expect, it } from '@jest/globals';
import { Patience } from './patience.js';

function waiting(random: number) {
  const [told, pauses]: [string[], number[]] = [[], []];
  const patience = new Patience({
    tell: (line) => void told.push(line),
    pause: (milliseconds) => Promise.resolve(void pauses.push(milliseconds)),
    random: () => random,
  });
  return { told, pauses, patience };
}

describe(Patience.name, () => {
  it('waits longer and longer, up to a minute, and says so once', async () => {
    const { told, pauses, patience } = waiting(1);
    for (let time = 0; time < 9; time += 1) await patience.wait({ message: 'no answer' });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
    patience.over('Going on.');
    patience.over('Going on.');
    await patience.wait({ message: 'no answer' });
    expect(told).toEqual(['no answer; trying again until it goes on', 'Going on.', expect.any(String)]);
    expect(pauses.at(-1)).toBe(1000);
  });

  it('spreads those who wait, and comes back no sooner than it was asked to, within an hour', async () => {
    const { pauses, patience } = waiting(0);
    await patience.wait({ message: 'no answer' });
    await patience.wait({ message: 'not now', retryAfter: 120 });
    await patience.wait({ message: 'not now', retryAfter: 999_999 });
    expect(pauses).toEqual([500, 120_000, 3_600_000]);
  });
});
