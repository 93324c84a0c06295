let aheadMs = 0;

/** The gateway's clock is what terms are judged by; a visitor's may be anything. */
export function tellServerTime(date: string | null): void {
  const told = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(told)) aheadMs = told - Date.now();
}

/** Milliseconds since the epoch by the gateway's clock, to a second. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}
