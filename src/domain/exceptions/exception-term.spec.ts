import { describe, expect, it } from '@jest/globals';
import { unixSeconds } from '../values/time.js';
import { exceptionTermFault } from './exception-term.js';

const now = unixSeconds(1_800_000_000);
const week = 7 * 86_400;
const fault = (seconds: number, transferSeconds: number) =>
  exceptionTermFault(unixSeconds(now + seconds), {
    now,
    transferExpiresAt: unixSeconds(now + transferSeconds),
  })?.code;

describe(exceptionTermFault.name, () => {
  it('an exception lives for a second at least and no longer than its transfer', () => {
    expect([fault(1, 60), fault(60, 60)]).toEqual([undefined, undefined]);
    expect([fault(0, 60), fault(-1, 60)]).toEqual(['EXPIRED', 'EXPIRED']);
    expect(fault(61, 60)).toBe('EXPIRY_TOO_FAR');
  });

  it('an exception lives for 7 days at most, however long its transfer lives', () => {
    expect([fault(week, 4 * week), fault(week + 1, 4 * week)]).toEqual([undefined, 'EXPIRY_TOO_FAR']);
  });
});
