import { showZone } from '../parts/clock.js';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';
const ZONE_KEY = 'zone';
const KEYS_KEY = 'keys';
const OFF = 'off';

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

const themed = new Set<() => void>();

/** Calls back whenever another theme was chosen here. */
export function onTheme(then: () => void): () => void {
  themed.add(then);
  return () => {
    themed.delete(then);
  };
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  showTheme();
  for (const then of themed) then();
}

/** Before anything is drawn, so that nothing flashes. */
export function showTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
}

/** The zone that times are shown in, as the browser names it; null for the device's own. */
export function chosenZone(): string | null {
  const kept = localStorage.getItem(ZONE_KEY);
  return kept !== null && isZone(kept) ? kept : null;
}

export function chooseZone(zone: string | null): void {
  if (zone === null) localStorage.removeItem(ZONE_KEY);
  else localStorage.setItem(ZONE_KEY, zone);
  showChosenZone();
}

export function showChosenZone(): void {
  showZone(chosenZone() ?? undefined);
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // another browser kept it, or somebody wrote it there
  }
}

const keyed = new Set<() => void>();

/** Whether single letters do anything. */
export function hasKeys(): boolean {
  return localStorage.getItem(KEYS_KEY) !== OFF;
}

/** Calls back whenever single letters were switched on or off here. */
export function onKeys(then: () => void): () => void {
  keyed.add(then);
  return () => {
    keyed.delete(then);
  };
}

export function chooseKeys(areOn: boolean): void {
  if (areOn) localStorage.removeItem(KEYS_KEY);
  else localStorage.setItem(KEYS_KEY, OFF);
  for (const then of keyed) then();
}

/** Everything that was chosen, to be put back when all that this browser keeps was cleared. */
export function keptPreferences(): () => void {
  const kept = [KEY, ZONE_KEY, KEYS_KEY].map((key) => [key, localStorage.getItem(key)] as const);
  return () => {
    for (const [key, value] of kept) if (value !== null) localStorage.setItem(key, value);
  };
}
