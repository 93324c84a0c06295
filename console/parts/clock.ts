import { useSyncExternalStore } from 'react';
import { serverNow } from '../api/server-clock.js';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const SECOND = 1_000;

/** "Berlin" of "Europe/Berlin". */
export const ZONE =
  Intl.DateTimeFormat().resolvedOptions().timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? 'UTC';

function everySecond(then: () => void): () => void {
  const timer = setInterval(then, SECOND);
  return () => {
    clearInterval(timer);
  };
}

/** Hours and minutes by the gateway's clock. */
export function useClock(): string {
  return useSyncExternalStore(everySecond, () => clock.format(serverNow()));
}

/** Seconds since the epoch by the gateway's clock, for what counts down. */
export function useNow(): number {
  return useSyncExternalStore(everySecond, () => Math.floor(serverNow() / SECOND));
}
