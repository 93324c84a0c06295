import type { UnixSeconds } from '../values/time.js';

/** What a local clock and calendar show. */
export interface LocalTime {
  /** For example "2026-11-22". */
  readonly date: string;
  readonly weekday: Weekday;
  readonly secondOfDay: number;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof WEEKDAYS)[number];

// Since 1970 clocks have gone back by at most three hours (Antarctica/Casey), and never twice within a day.
const LONGEST_REPETITION_SECONDS = 4 * 3_600;
const SHOWN = /^([0-9]{2})\/([0-9]{2})\/([0-9]{4}), ([0-9]{2}):([0-9]{2}):([0-9]{2})$/;

// Cached by zone: creating a format takes as long as a hundred uses.
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * Whether the platform knows a zone, such as "Europe/Zurich". A UTC offset is none: it ignores daylight saving time. New
 * policies are held to more: `zoneFault`.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** @throws RangeError if there is no such zone */
export function localTime(timeZone: string, at: UnixSeconds): LocalTime {
  return shown(timeZone, at).local;
}

/** What the local clock showed on the day before the one that it shows: of a date that was skipped, the one before. */
export function dayBefore(timeZone: string, at: UnixSeconds): LocalTime {
  const today = localTime(timeZone, at);
  const [before, earlier] = [at - today.secondOfDay - 1, LONGEST_REPETITION_SECONDS];
  const shownBefore = shown(timeZone, before).local;
  // Clocks went back since midnight, which was longer ago than the clock shows.
  return shownBefore.date === today.date ? shown(timeZone, before - earlier).local : shownBefore;
}

/** Whether the local clock will show the same date and time once more, because clocks go back in between. */
export function isShownAgain(timeZone: string, at: UnixSeconds): boolean {
  const now = shown(timeZone, at);
  const later = shown(timeZone, at + LONGEST_REPETITION_SECONDS);
  const backSeconds = now.offsetSeconds - later.offsetSeconds;
  return backSeconds > 0 && shown(timeZone, at + backSeconds).seconds === now.seconds;
}

/** Whether a date exists in the calendar: 2028-02-29 does, 2027-02-29 does not. */
export function isDate(text: string): boolean {
  const match = /^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= last;
}

interface Shown {
  readonly local: LocalTime;
  /** The local reading as seconds since 1970, as if it were UTC. */
  readonly seconds: number;
  readonly offsetSeconds: number;
}

function shown(timeZone: string, at: number): Shown {
  const match = SHOWN.exec(formatOf(timeZone).format(at * 1_000));
  if (!match) throw new RangeError('the local time cannot be read');
  const [, month = '', day = '', year = '', ...clock] = match;
  const [hour = 0, minute = 0, second = 0] = clock.map(Number);
  const secondOfDay = hour * 3_600 + minute * 60 + second;
  const days = daysSince1970(Number(year), Number(month), Number(day));
  // 1970-01-01 was a Thursday.
  const weekday = WEEKDAYS[(days + 3) % 7];
  if (weekday === undefined) throw new RangeError('a moment before 1970');
  const seconds = days * 86_400 + secondOfDay;
  const local = { date: `${year}-${month}-${day}`, weekday, secondOfDay };
  return { local, seconds, offsetSeconds: seconds - at };
}

/** The proleptic Gregorian calendar, counted in years that begin in March, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const fromMarch = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(fromMarch / 4) - Math.floor(fromMarch / 100) + Math.floor(fromMarch / 400);
  // From 0000-03-01 to 1970-01-01.
  return fromMarch * 365 + leapDays + dayOfYear - 719_468;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-US', {
    ...({ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' } as const),
    ...({ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const),
  });
  FORMATS.set(timeZone, format);
  return format;
}
