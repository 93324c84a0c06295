import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { unixSeconds } from '../../values/time.js';
import { businessHours } from './business-hours.js';

const FACTS = someFacts();
const ALL = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const STEP = 300;

// Nights on which clocks there go forward or back, by as much as they do anywhere; a leap day; and any other.
const NIGHTS: readonly (readonly [zone: string, utc: string])[] = [
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Europe/Zurich', '2026-10-25T01:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Antarctica/Troll', '2026-10-25T01:00:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
  ['America/St_Johns', '2028-02-29T03:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
];

const clock = fc.integer({ min: 0, max: 24 * 12 - 1 }).map((step) => step * 5);
const written = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** What a wall shows, read in another way than the rule does: "2026-11-22 11:05:00". */
function wallOf(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (at) => format.format(at * 1_000);
}

describe(businessHours.kind, () => {
  it('never opens early, and on no day for longer than the clock says, however clocks are changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NIGHTS), clock, clock, ([zone, utc], one, other) => {
        fc.pre(one !== other);
        const [from, to] = [one, other];
        const isNight = to < from;
        const rule = ruleOf('business-hours', {
          ...{ id: 'hours', kind: 'business-hours', timeZone: zone, days: ALL },
          ...{ from: written(from), to: written(to), waivable: false },
        });
        const wall = wallOf(zone);
        const shown = new Map<string, number>();
        const perDay = new Map<string, number>();
        const start = Date.parse(utc) / 1_000 - 14 * 3_600;
        for (let at = start; at < start + 28 * 3_600; at += STEP) {
          if (businessHours.evaluate(rule, { ...FACTS, now: unixSeconds(at) }).outcome !== 'allow') continue;
          const reading = wall(at);
          const [date = '', time = ''] = reading.split(' ');
          const [hasOpened, hasNotClosed] = [time >= `${written(from)}:00`, time < `${written(to)}:00`];
          expect(isNight ? hasOpened || hasNotClosed : hasOpened && hasNotClosed).toBe(true);
          shown.set(reading, (shown.get(reading) ?? 0) + 1);
          perDay.set(date, (perDay.get(date) ?? 0) + STEP);
        }
        // No reading opens twice, so that a day is open for as long as the clock says at the most.
        expect([...shown.values()].every((times) => times === 1)).toBe(true);
        expect(
          [...perDay.values()].every(
            (seconds) => seconds <= (isNight ? to + 24 * 60 - from : to - from) * 60,
          ),
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
