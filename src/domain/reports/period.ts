import { type UnixSeconds, printUtc } from '../values/time.js';

/** From a moment to before another; null is the beginning, or the end, of the log. */
export interface Period {
  readonly from: UnixSeconds | null;
  readonly to: UnixSeconds | null;
}

export function isIn({ from, to }: Period, at: UnixSeconds): boolean {
  return (from === null || at >= from) && (to === null || at < to);
}

/** Whether what lasted from one moment to before another fell into it at all. */
export function isTouched({ from, to }: Period, since: UnixSeconds, until: UnixSeconds | null): boolean {
  return (to === null || since < to) && (from === null || until === null || until > from);
}

export function periodWords({ from, to }: Period): string {
  if (from === null && to === null) return 'all times';
  return `${from === null ? 'the beginning' : printUtc(from)} to before ${to === null ? 'the end' : printUtc(to)}`;
}

export function printMoment(at: UnixSeconds | null): string | null {
  return at === null ? null : printUtc(at);
}
