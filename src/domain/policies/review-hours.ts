import { type UnixSeconds, unixSeconds } from '../values/time.js';
import type { PolicyDocument } from './policy.js';
import { type Remark, remark } from './review-remark.js';
import { type BusinessHours, isWithinHours } from './rules/business-hours.js';

// Two ordinary weeks, in winter and in summer, with few holidays anywhere. They begin on Mondays, 2027-01-04 and
// 2027-07-05.
const WEEKS = [1_799_020_800, 1_814_745_600];
const STEP_SECONDS = 60;

/** Business hours that together leave no moment of an ordinary week open. Holidays are ignored. */
export function hoursRemarks({ rules }: PolicyDocument): Remark[] {
  const hours = rules.filter((rule) => rule.kind === 'business-hours');
  if (
    hours.length === 0 ||
    hours.every((rule) => isAlways(rule)) ||
    moments().some((at) => areOpen(hours, at))
  ) {
    return [];
  }
  const ids = hours.map(({ id }) => id).sort();
  const all = 'Every rule must be open at once: a night is one rule, such as from 22:00 to 06:00.';
  const words = `There is no time of the week within the hours of ${ids.join(' and ')}.`;
  return [remark('HOURS_NEVER_OPEN', ids, ids.length > 1 ? `${words} ${all}` : words)];
}

function isAlways({ days, from, to }: BusinessHours): boolean {
  return days.length === 7 && from === '00:00' && to === '24:00';
}

function moments(): UnixSeconds[] {
  const steps = (7 * 86_400) / STEP_SECONDS;
  return WEEKS.flatMap((week) =>
    Array.from({ length: steps }, (_, index) => unixSeconds(week + index * STEP_SECONDS)),
  );
}

function areOpen(hours: readonly BusinessHours[], at: UnixSeconds): boolean {
  return hours.every((rule) => isWithinHours({ ...rule, holidays: [] }, at));
}
