import type { Facts } from '../facts.js';
import { type LocalTime, isShownAgain, localTime } from '../local-time.js';
import type { RuleOf } from '../policy.js';
import { type RuleResult, limited } from '../rule-result.js';

/**
 * Only within hours that a clock on the wall there shows. A reading that the clock skips opens nothing; of one that it
 * shows twice, only the second counts: so that hours never begin early, and never last longer than the clock says.
 */
export function businessHours(rule: RuleOf<'business-hours'>, facts: Facts): RuleResult {
  const local = localTime(rule.timeZone, facts.now);
  const isOpen = isWithinHours(rule, local) && !isShownAgain(rule.timeZone, facts.now);
  const reading = `${local.weekday} ${local.date} ${clockOf(local.secondOfDay)} in ${rule.timeZone}`;
  const hours = `${rule.days.join(', ')} from ${rule.from} to ${rule.to}`;
  const words = `It is ${reading}, ${isOpen ? 'within' : 'outside'} the hours ${hours}.`;
  const bound = isOpen ? 1n : 0n;
  const ceiling = rule.waivable ? BigInt(rule.ceiling) : null;
  return limited(
    rule.id,
    { unit: 'count', measured: 1n, bound, headroom: bound, ceiling },
    { code: 'OUTSIDE_HOURS', words },
  );
}

/** Whether the wall shows a time within the hours; whether it will show the same again is not asked. */
export function isWithinHours(
  rule: RuleOf<'business-hours'>,
  { date, weekday, secondOfDay }: LocalTime,
): boolean {
  if (!rule.days.includes(weekday) || rule.holidays?.includes(date) === true) return false;
  return secondsOf(rule.from) <= secondOfDay && secondOfDay < secondsOf(rule.to);
}

function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 3_600 + minutes * 60;
}

function clockOf(secondOfDay: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(secondOfDay / 3_600))}:${two(Math.floor(secondOfDay / 60) % 60)}`;
}
