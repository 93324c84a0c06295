import { DAY_SECONDS, type UnixSeconds, printUtc, unixSeconds } from '../values/time.js';

/** A duration in its largest whole unit: "7 days", "90 minutes", or just "day" for one. */
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

/** A future moment, rounded up to a minute: "16:40Z" within a day, else "2026-11-22T16:40Z". */
export function soonWords(at: UnixSeconds, now: UnixSeconds): string {
  const minute = printUtc(unixSeconds(Math.ceil(at / 60) * 60)).replace(/:00Z$/, 'Z');
  return at - now < DAY_SECONDS ? minute.slice(minute.indexOf('T') + 1) : minute;
}
