import { z } from 'zod';
import { noneTwice } from '../../values/contradiction.js';
import type { Facts } from '../facts.js';
import { WEEKDAYS, dayBefore, isDate, isShownAgain, isTimeZone, localTime } from '../local-time.js';
import { DAY, fixed, slug } from '../policy-parts.js';
import { type RuleResult, limited } from '../rule-result.js';
import { waiverWords } from '../rule-words.js';
import type { UnixSeconds } from '../../values/time.js';
import { zoneFault } from '../zone-fault.js';
import type { RuleKind } from './rule-kind.js';

const clock = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;
const hours = {
  id: slug,
  kind: z.literal('business-hours'),
  timeZone: z
    .string()
    .min(1)
    .max(64)
    .refine(isTimeZone, { error: ({ input }) => zoneFault(String(input)) }),
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7).superRefine(noneTwice('a day is listed twice')),
  from: z.string().regex(clock, 'expected a time such as "08:30"'),
  /** "24:00" is the end of the day. Before `from`, it is that of the next day: the hours go over midnight. */
  to: z
    .string()
    .regex(/^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/, 'expected a time such as "17:30", or "24:00"'),
  holidays: z
    .array(
      z
        .string()
        .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 'expected a day such as "2026-12-24"')
        .refine(isDate, 'there is no such day'),
    )
    .max(400)
    .superRefine(noneTwice('a day is listed twice'))
    .exactOptional(),
};

const shape = z.discriminatedUnion('waivable', [
  z.strictObject({ ...hours, ...fixed }),
  /** An exception lets one transfer go outside the hours. */
  z.strictObject({ ...hours, waivable: z.literal(true), ceiling: z.literal(1) }),
]);
export type BusinessHours = z.infer<typeof shape>;

/**
 * Allows transfers only within hours of the local clock. Hours over midnight belong to the day they open: its weekday
 * and its date decide. When clocks go forward, a skipped reading opens nothing. When they go back, only the second of two
 * equal readings counts. So hours never begin early and never last longer than written.
 */
export const businessHours = {
  kind: 'business-hours',
  shape,
  fault: ({ from, to }) =>
    to === from
      ? { at: ['to'], message: 'it is the same as from: a whole day is from "00:00" to "24:00"' }
      : undefined,
  evaluate,
  words: (rule) => `only ${hoursWords(rule)}, ${waiverWords(rule)}.`,
  compared: ['days', 'from', 'to', 'holidays'],
  isTighter: (before, after) =>
    after.days.every((day) => before.days.includes(day)) &&
    after.from >= before.from &&
    endOf(after) <= endOf(before) &&
    (before.holidays ?? []).every((day) => after.holidays?.includes(day) === true),
} satisfies RuleKind<BusinessHours>;

function evaluate(rule: BusinessHours, facts: Facts): RuleResult {
  const local = localTime(rule.timeZone, facts.now);
  const isOpen = isWithinHours(rule, facts.now, local) && !isShownAgain(rule.timeZone, facts.now);
  const reading = `${local.weekday} ${local.date} ${clockOf(local.secondOfDay)} in ${rule.timeZone}`;
  const words = `It is ${reading}, ${isOpen ? 'within' : 'outside'} the hours ${clocksWords(rule)}.`;
  const bound = isOpen ? 1n : 0n;
  const ceiling = rule.waivable ? BigInt(rule.ceiling) : null;
  return limited(
    rule.id,
    { unit: 'count', measured: 1n, bound, headroom: bound, ceiling },
    { code: 'OUTSIDE_HOURS', words },
  );
}

/** Whether a moment is within the hours. Repeated readings are not considered here. */
export function isWithinHours(
  rule: BusinessHours,
  at: UnixSeconds,
  local = localTime(rule.timeZone, at),
): boolean {
  const { secondOfDay } = local;
  const [from, to] = [secondsOf(rule.from), secondsOf(rule.to)];
  const isOfDayBefore = isOverMidnight(rule) && secondOfDay < to;
  const isWithin = isOfDayBefore || (secondOfDay >= from && secondOfDay < endOf(rule));
  if (!isWithin) return false;
  const { weekday, date } = isOfDayBefore ? dayBefore(rule.timeZone, at) : local;
  return rule.days.includes(weekday) && rule.holidays?.includes(date) !== true;
}

function isOverMidnight({ from, to }: BusinessHours): boolean {
  return to < from;
}

/** Counted from the beginning of the day they open. */
function endOf(rule: BusinessHours): number {
  return secondsOf(rule.to) + (isOverMidnight(rule) ? DAY : 0);
}

function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 3_600 + minutes * 60;
}

function clockOf(secondOfDay: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(secondOfDay / 3_600))}:${two(Math.floor(secondOfDay / 60) % 60)}`;
}

function hoursWords(rule: BusinessHours): string {
  const { timeZone, holidays = [] } = rule;
  const not = isOverMidnight(rule) ? 'not those that open on' : 'not on';
  const closed = holidays.length === 0 ? '' : `, ${not} ${[...holidays].sort().join(', ')}`;
  return `${clocksWords(rule)} in ${timeZone}${closed}`;
}

function clocksWords(rule: BusinessHours): string {
  const next = isOverMidnight(rule) ? ' of the next day' : '';
  return `${rule.days.join(', ')} from ${rule.from} to ${rule.to}${next}`;
}
