import { serverNow } from '../api/server-clock.js';
import { useZone } from './clock.js';
import { Said } from './text.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UTC = 'UTC';

/** Making one takes long, and a list has hundreds of moments. */
const formats = new Map<string, (at: Date) => string>();

function format(kind: keyof typeof KINDS, timeZone: string | undefined): (at: Date) => string {
  const key = `${kind} ${timeZone ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...KINDS[kind], timeZone });
  const print = (at: Date): string => made.format(at);
  formats.set(key, print);
  return print;
}

const KINDS = {
  clock: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  dayOfYear: { day: 'numeric', month: 'short', year: 'numeric' },
} as const;

/** The time of day, with the date unless it is today. */
function local(at: Date, now: Date, timeZone: string | undefined): string {
  const clock = format('clock', timeZone)(at);
  const dayOfYear = format('dayOfYear', timeZone);
  if (dayOfYear(at) === dayOfYear(now)) return clock;
  const isThisYear = dayOfYear(at).slice(-4) === dayOfYear(now).slice(-4);
  return `${isThisYear ? format('day', timeZone)(at) : dayOfYear(at)}, ${clock}`;
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
  const { name, word } = useZone();
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <Said>{at}</Said>;
  const here = local(moment, new Date(serverNow()), name);
  const clockUtc = format('clock', UTC)(moment);
  return (
    <time dateTime={at} title={`${format('dayOfYear', UTC)(moment)}, ${clockUtc} UTC`}>
      {isWhole && word !== UTC ? `${here} ${word}, ${clockUtc} UTC` : here}
      {isWhole && word === UTC ? ' UTC' : ''}
    </time>
  );
}
