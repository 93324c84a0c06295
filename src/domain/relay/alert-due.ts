import type { UnixSeconds } from '../values/time.js';

const DAY = 86_400;
/** Each replica finds it out for itself within this time. */
const MINUTE = 60;

/** Whether people are told again of what stops nothing: after a day, or when it was fine in between. */
export function isAlertDue(alert: {
  readonly last: UnixSeconds | undefined;
  readonly now: UnixSeconds;
  readonly wasFine: boolean;
}): boolean {
  const { last, now, wasFine } = alert;
  if (last === undefined) return true;
  return now - last >= (wasFine ? MINUTE : DAY);
}
