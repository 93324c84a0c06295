import type { Brand } from './brand.js';

/** A moment in whole seconds since 1970-01-01T00:00:00Z. Read from the database's clock, never a host's. */
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

// From 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_1970 = 719_468;
const DAYS_IN_400_YEARS = 146_097;
