import { expect, it } from '@jest/globals';
import { unixSeconds } from '../values/time.js';
import { isAlertDue } from './alert-due.js';
import { leastFunds } from './funds.js';

const now = unixSeconds(1_800_000_000);
const due = (ago: number | undefined, wasFine: boolean) =>
  isAlertDue({ now, last: ago === undefined ? undefined : unixSeconds(now - ago), wasFine });

it('tells once, and again after a day, or after it was fine in between', () => {
  expect(due(undefined, false)).toBe(true);
  expect([due(1, false), due(86_399, false), due(86_400, false)]).toEqual([false, false, true]);
  // Other replicas find it out within the minute.
  expect([due(59, true), due(60, true)]).toEqual([false, true]);
});

it('wants coin for twenty executions', () => {
  expect(leastFunds({ maxFee: 2n, tip: 1n })).toBe(6_000_000n);
});
