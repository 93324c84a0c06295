import { describe, expect, it } from '@jest/globals';
import { FailureWindow } from './failure-window.js';

describe(FailureWindow.name, () => {
  it('keeps addresses apart, forgets after the window, and counts an IPv6 /64 as one', () => {
    let now = 0;
    const window = new FailureWindow({ max: 2, windowMs: 60_000 }, () => now);
    expect([window.fail('10.0.0.1'), window.fail('10.0.0.1')]).toEqual([false, true]);
    expect([
      window.waitSeconds('10.0.0.1'),
      window.waitSeconds('::ffff:10.0.0.1'),
      window.waitSeconds('10.0.0.2'),
    ]).toEqual([60, 60, 0]);
    window.fail('2001:db8:1:2::1');
    window.fail('2001:db8:1:2::2');
    expect([window.waitSeconds('2001:db8:1:2::3'), window.waitSeconds('2001:db8:1:3::1')]).toEqual([60, 0]);
    now = 60_001;
    expect(window.waitSeconds('10.0.0.1')).toBe(0);
  });
});
