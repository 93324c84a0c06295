import { useSyncExternalStore } from 'react';
import { serverNow } from '../api/server-clock.js';

const SECOND = 1_000;

/** In which zone moments are shown. */
export interface Zone {
  /** "Berlin" of "Europe/Berlin". */
  readonly word: string;
  /** As the browser names it; undefined for the device's own. */
  readonly name: string | undefined;
}

const DEVICE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function zoneOf(name: string | undefined): Zone {
  return { name, word: (name ?? DEVICE).split('/').at(-1)?.replaceAll('_', ' ') ?? 'UTC' };
}

let zone = zoneOf(undefined);
const listeners = new Set<() => void>();

/** Has every moment on the page shown in another zone; undefined is the device's. */
export function showZone(name: string | undefined): void {
  zone = zoneOf(name);
  for (const listener of listeners) listener();
}

function onZone(then: () => void): () => void {
  listeners.add(then);
  return () => {
    listeners.delete(then);
  };
}

export function useZone(): Zone {
  return useSyncExternalStore(onZone, () => zone);
}

function everySecond(then: () => void): () => void {
  const timer = setInterval(then, SECOND);
  return () => {
    clearInterval(timer);
  };
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

/** Hours and minutes by the gateway's clock. */
export function useClock(): string {
  const { name } = useZone();
  return useSyncExternalStore(everySecond, () =>
    new Intl.DateTimeFormat('en-GB', { ...CLOCK, timeZone: name }).format(serverNow()),
  );
}

/** Seconds since the epoch by the gateway's clock, for what counts down. */
export function useNow(): number {
  return useSyncExternalStore(everySecond, () => Math.floor(serverNow() / SECOND));
}
