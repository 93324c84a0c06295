import type { Brand } from './brand.js';

/** A moment in whole seconds since 1970-01-01T00:00:00Z. Read from the database's clock, never a host's. */
export type UnixSeconds = Brand<number, 'UnixSeconds'>;

export function unixSeconds(seconds: number): UnixSeconds {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new TypeError('expected whole seconds since 1970');
  return seconds as UnixSeconds;
}
