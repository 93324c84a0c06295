import { parseUtc, unixSeconds, type UnixSeconds } from '../../domain/values/time.js';
import { misused } from '../terminal/failures.js';

/** An amount as people write it: "1000 USDC". */
export function readAmount(words: readonly string[]): { readonly amount: string; readonly symbol: string } {
  const text = words.join(' ').trim();
  const [, amount, symbol] = /^([0-9][0-9.,_' ]*?) ?([^0-9\s.,'][^\s]*)$/.exec(text) ?? [];
  if (amount === undefined || symbol === undefined)
    throw misused(`${text}: write an amount with its asset, such as "1000 USDC"`);
  if (!/^(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(amount))
    throw misused(`${amount}: write a plain decimal number without separators, such as 1500000.25`);
  return { amount, symbol };
}

const SECONDS = { m: 60, h: 3_600, d: 86_400 } as const;

/** A moment as people write it: in 12h, or 2026-11-22T08:30:00Z. */
export function readMoment(text: string, nowMs: number): UnixSeconds {
  const [, count, unit] = /^([1-9][0-9]{0,4})([mhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined)
    return unixSeconds(Math.floor(nowMs / 1000) + Number(count) * SECONDS[unit as keyof typeof SECONDS]);
  try {
    return parseUtc(text);
  } catch {
    throw misused(`${text}: write a duration (30m, 12h, 2d), or a time in UTC such as 2026-11-22T08:30:00Z`);
  }
}

// A timer takes 31 bits of milliseconds; a longer one would end at once.
const SECONDS_MAX = 24 * SECONDS.d;

/** A duration as people write it, in seconds. */
export function readSeconds(text: string): number {
  const [, count, unit] = /^([1-9][0-9]{0,5})(s|m|h|d)?$/.exec(text) ?? [];
  if (count === undefined) throw misused(`${text}: write a duration, such as 90s, 10m or 2h`);
  const seconds =
    Number(count) * (unit === undefined || unit === 's' ? 1 : SECONDS[unit as keyof typeof SECONDS]);
  if (seconds > SECONDS_MAX) throw misused(`${text}: no command waits for longer than 24 days`);
  return seconds;
}
