import { serverNow } from '../api/server-clock.js';
import { ZONE } from './clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockUtc = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
/** The time of day, with the date unless it is today. */
function local(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  const date = at.getFullYear() === now.getFullYear() ? day : dayOfYear;
  return `${date.format(at)}, ${clock.format(at)}`;
}

/** "12 min", "3 h", "2 days": how long it is, without a direction. */
export function span(ms: number): string {
  const long = Math.abs(ms);
  if (long < MINUTE) return `${String(Math.floor(long / 1_000))} s`;
  if (long < HOUR) return `${String(Math.floor(long / MINUTE))} min`;
  if (long < 2 * DAY) return `${String(Math.floor(long / HOUR))} h`;
  return `${String(Math.floor(long / DAY))} days`;
}

interface WhenProps {
  /** RFC 3339 */
  readonly at: string;
  /** With the zone, and UTC beside it; lists say once which zone theirs is. */
  readonly isWhole?: boolean;
}

/** A moment by the reader's clock. */
export function When({ at, isWhole = false }: WhenProps) {
  const moment = new Date(at);
  const here = local(moment, new Date(serverNow()));
  return (
    <time dateTime={at} title={`${dayOfYear.format(moment)}, ${clockUtc.format(moment)} UTC`}>
      {isWhole && ZONE !== 'UTC' ? `${here} ${ZONE}, ${clockUtc.format(moment)} UTC` : here}
      {isWhole && ZONE === 'UTC' ? ' UTC' : ''}
    </time>
  );
}
