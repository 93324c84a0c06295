import { DAY_SECONDS, type UnixSeconds, printUtc, unixSeconds } from '../values/time.js';

/** A length of time in the largest unit that it is a multiple of: "7 days", "90 minutes", or "day" for one of it. */
export function durationWords(seconds: number): string {
  const units = [
    [DAY_SECONDS, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, name] = units.find(([length]) => seconds % length === 0) ?? [1, 'second'];
  const count = seconds / size;
  return count === 1 ? name : `${String(count)} ${name}s`;
}

/** A moment to come, to the next full minute: "16:40Z" within a day, else "2026-11-22T16:40Z". */
export function soonWords(at: UnixSeconds, now: UnixSeconds): string {
  const minute = printUtc(unixSeconds(Math.ceil(at / 60) * 60)).replace(/:00Z$/, 'Z');
  return at - now < DAY_SECONDS ? minute.slice(minute.indexOf('T') + 1) : minute;
}
