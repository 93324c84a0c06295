import type { Brand } from './brand.js';

/** A moment in whole seconds since 1970-01-01T00:00:00Z, read from the database's clock and never a host's. */
export type UnixSeconds = Brand<number, 'UnixSeconds'>;

export function unixSeconds(seconds: number): UnixSeconds {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new TypeError('expected whole seconds since 1970');
  return seconds as UnixSeconds;
}

export const DAY_SECONDS = 86_400;

/**
 * A moment as RFC 3339 in UTC: 2026-11-22T08:30:00Z. The calendar is the proleptic Gregorian one, counted from
 * 0000-03-01, so that a leap day is the last of its year.
 */
export function printUtc(at: UnixSeconds): string {
  const days = Math.floor(at / DAY_SECONDS) + DAYS_BEFORE_1970;
  const era = Math.floor(days / DAYS_IN_400_YEARS);
  const dayOfEra = days - era * DAYS_IN_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const [hour, minute, second] = [Math.floor(at / 3_600) % 24, Math.floor(at / 60) % 60, at % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}

const UTC = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?Z$/;

/**
 * Parses such a text, and drops a fraction of a second. @throws TypeError if the calendar has no such moment after 1970
 */
export function parseUtc(text: string): UnixSeconds {
  const match = UTC.exec(text);
  if (!match) throw new TypeError('expected a time like 2026-11-22T08:30:00Z');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const yearFromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(yearFromMarch / 400);
  const yearOfEra = yearFromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const days = era * DAYS_IN_400_YEARS + yearOfEra * 365 + leapDays + dayOfYear - DAYS_BEFORE_1970;
  if (second === 60)
    throw new TypeError('a leap second (:60) has no number in Unix time: write the second before it');
  const at = unixSeconds(days * DAY_SECONDS + hour * 3_600 + minute * 60 + second);
  // A date that prints differently, such as 31 February, does not exist.
  if (printUtc(at) !== `${text.slice(0, 19)}Z`) throw new TypeError('the calendar has no such moment');
  return at;
}

const INSTANT = /^(.{19}(?:\.[0-9]{1,9})?)(?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$/;

/**
 * Parses a moment of RFC 3339 with its offset. Without one a text means another moment on every machine, so it is none.
 * @throws TypeError
 */
export function parseInstant(text: string): UnixSeconds {
  // RFC 3339, section 5.6: "T" and "Z" may be in lower case.
  const [, local, sign, hours, minutes] = INSTANT.exec(text.toUpperCase()) ?? [];
  if (local === undefined) {
    throw new TypeError('expected a time of RFC 3339 with its offset, like 2026-11-22T08:30:00Z');
  }
  const offset = sign === undefined ? 0 : Number(hours) * 3_600 + Number(minutes) * 60;
  return unixSeconds(parseUtc(`${local}Z`) - (sign === '-' ? -offset : offset));
}

// From 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_1970 = 719_468;
const DAYS_IN_400_YEARS = 146_097;
