let aheadMs = 0;
const listeners = new Set<() => void>();

/** How far clocks may differ: what is judged by one of them would else be shown by another. */
const BOUND_MS = 600_000;

/** The gateway's clock is what terms are judged by; a visitor's may be anything. */
export function tellServerTime(date: string | null): void {
  const told = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(told)) return;
  const before = clocksDiffer();
  aheadMs = told - Date.now();
  if (clocksDiffer() !== before) for (const listener of listeners) listener();
}

/** Milliseconds since the epoch by the gateway's clock, to a second. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}

/**
 * Whether the gateway says another time than this device, beyond what clocks differ by: one of the two is wrong, or lies,
 * and nothing can be said of what is still to come and what has expired.
 */
export function clocksDiffer(): boolean {
  return Math.abs(aheadMs) > BOUND_MS;
}

/** By how much the gateway's clock is ahead of this device's, in milliseconds; less than nothing if it is behind. */
export function clockDifference(): number {
  return aheadMs;
}

export function onClocks(then: () => void): () => void {
  listeners.add(then);
  return () => {
    listeners.delete(then);
  };
}
