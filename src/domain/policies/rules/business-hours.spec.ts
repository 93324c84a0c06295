import { describe, expect, it } from '@jest/globals';
import { ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { businessHours } from './business-hours.js';

const at = (utc: string) => someFacts({ now: Date.parse(utc) / 1_000 });
const ALL = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const hours = (changes: Record<string, unknown> = {}) =>
  ruleOf('business-hours', {
    ...{ id: 'hours', kind: 'business-hours', timeZone: 'UTC', days: ALL },
    ...{ from: '09:00', to: '17:00', waivable: false },
    ...changes,
  });
const isOpen = (utc: string, rule = hours()) => businessHours.evaluate(rule, at(utc)).outcome === 'allow';

describe(businessHours.kind, () => {
  it.each([
    ['2026-11-23T08:59:59Z', false],
    ['2026-11-23T09:00:00Z', true],
    ['2026-11-23T16:59:59Z', true],
    ['2026-11-23T17:00:00Z', false],
  ])('has hours from the first second on and without the last: %s', (utc, open) => {
    expect(isOpen(utc)).toBe(open);
  });

  it('can last to the end of the day', () => {
    const late = hours({ from: '00:00', to: '24:00' });
    expect(isOpen('2026-11-23T00:00:00Z', late) && isOpen('2026-11-23T23:59:59Z', late)).toBe(true);
  });

  it.each([
    // Kolkata is 5:30, Kathmandu 5:45 and Chatham 13:45 ahead in summer: the day there is the one that counts.
    { timeZone: 'Asia/Kolkata', opens: '2026-11-23T03:30:00Z' },
    { timeZone: 'Asia/Kathmandu', opens: '2026-11-23T03:15:00Z' },
    { timeZone: 'Pacific/Chatham', opens: '2026-11-22T19:15:00Z' },
    { timeZone: 'America/New_York', opens: '2026-11-23T14:00:00Z' },
    { timeZone: 'Europe/Zurich', opens: '2026-11-23T08:00:00Z' },
    { timeZone: 'Europe/Zurich', opens: '2026-06-22T07:00:00Z' },
  ])('opens on a Monday in $timeZone at $opens', ({ timeZone, opens }) => {
    const monday = hours({ timeZone, days: ['mon'] });
    const shifted = (seconds: number) => new Date(Date.parse(opens) + seconds * 1_000).toISOString();
    expect([-1, 0, 8 * 3_600 - 1, 8 * 3_600].map((each) => isOpen(shifted(each), monday))).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('keeps to the days, and to no holidays, of the calendar there', () => {
    const rule = hours({ timeZone: 'Asia/Tokyo', days: ['tue'], holidays: ['2026-12-01'], from: '00:00' });
    expect(isOpen('2026-11-23T15:00:00Z', rule)).toBe(true);
    expect(isOpen('2026-11-23T14:59:59Z', rule)).toBe(false);
    expect(isOpen('2026-11-30T16:00:00Z', rule)).toBe(false);
    expect(isOpen('2026-12-07T16:00:00Z', rule)).toBe(true);
  });

  it.each([
    ['2028-02-28T12:00:00Z', 'mon'],
    ['2028-02-29T12:00:00Z', 'tue'],
    ['2028-03-01T12:00:00Z', 'wed'],
    ['2100-02-28T12:00:00Z', 'sun'],
    ['2100-03-01T12:00:00Z', 'mon'],
  ])('knows leap days: %s is a %s', (utc, day) => {
    expect(ALL.filter((each) => isOpen(utc, hours({ days: [each] })))).toEqual([day]);
  });

  describe('where clocks are put forward (New York, 2026-03-08: 02:00 is 03:00)', () => {
    const rule = (from: string, to: string) => hours({ timeZone: 'America/New_York', from, to });

    it('opens nothing for readings that are skipped', () => {
      const skipped = rule('02:10', '02:50');
      for (let minute = 0; minute < 240; minute += 1) {
        const utc = new Date(Date.parse('2026-03-08T05:00:00Z') + minute * 60_000).toISOString();
        expect(isOpen(utc, skipped)).toBe(false);
      }
    });

    it('opens with the first reading within the hours, and closes by the clock', () => {
      expect(isOpen('2026-03-08T06:59:59Z', rule('02:30', '04:00'))).toBe(false);
      expect(isOpen('2026-03-08T07:00:00Z', rule('02:30', '04:00'))).toBe(true);
      expect(isOpen('2026-03-08T08:00:00Z', rule('02:30', '04:00'))).toBe(false);
    });
  });

  describe('where clocks are put back (New York, 2026-11-01: 02:00 is 01:00)', () => {
    const rule = (from: string, to: string) => hours({ timeZone: 'America/New_York', from, to });
    const openSeconds = (each: ReturnType<typeof hours>) =>
      Array.from({ length: 480 }, (_, minute) =>
        new Date(Date.parse('2026-11-01T03:30:00Z') + minute * 60_000).toISOString(),
      ).filter((utc) => isOpen(utc, each)).length * 60;

    it.each([
      ['01:30', '02:30', 3_600],
      ['00:30', '01:30', 3_600],
      ['01:10', '01:50', 2_400],
      ['00:00', '03:00', 3 * 3_600],
    ])('from %s to %s is no longer than the clock says', (from, to, seconds) => {
      expect(openSeconds(rule(from, to))).toBe(seconds);
    });

    it('does not open by the first of two readings', () => {
      expect(isOpen('2026-11-01T05:30:00Z', rule('01:30', '02:30'))).toBe(false);
      expect(isOpen('2026-11-01T06:30:00Z', rule('01:30', '02:30'))).toBe(true);
    });

    it('knows a clock that is put back by half an hour (Lord Howe, 2026-04-05)', () => {
      const howe = hours({ timeZone: 'Australia/Lord_Howe', from: '01:30', to: '02:00' });
      expect(isOpen('2026-04-04T14:45:00Z', howe)).toBe(false);
      expect(isOpen('2026-04-04T15:15:00Z', howe)).toBe(true);
    });
  });

  describe('over midnight', () => {
    const night = (changes: Record<string, unknown> = {}) =>
      hours({ timeZone: 'Europe/Zurich', from: '22:00', to: '06:00', ...changes });

    it.each([
      ['2026-11-27T20:59:59Z', false],
      ['2026-11-27T21:00:00Z', true],
      ['2026-11-27T23:00:00Z', true],
      ['2026-11-28T04:59:59Z', true],
      ['2026-11-28T05:00:00Z', false],
      // Saturday is no day of it, nor is Thursday.
      ['2026-11-28T21:00:00Z', false],
      ['2026-11-27T04:00:00Z', false],
    ])('belong to the day they open, a Friday: %s', (utc, open) => {
      expect(isOpen(utc, night({ days: ['fri'] }))).toBe(open);
    });

    it('go on from a Sunday into the Monday of the next week', () => {
      const sunday = night({ days: ['sun'] });
      expect(isOpen('2026-11-30T04:59:59Z', sunday)).toBe(true);
      expect(isOpen('2026-11-29T04:59:59Z', sunday)).toBe(false);
      expect(isOpen('2026-11-30T21:00:00Z', sunday)).toBe(false);
    });

    it('do not open on a holiday, and end in the morning of one', () => {
      const rule = night({ holidays: ['2026-12-25'] });
      expect(isOpen('2026-12-25T04:00:00Z', rule)).toBe(true);
      expect(isOpen('2026-12-25T22:00:00Z', rule)).toBe(false);
      expect(isOpen('2026-12-26T04:00:00Z', rule)).toBe(false);
    });

    it('may end at midnight, written either way', () => {
      for (const to of ['00:00', '24:00'])
        expect(
          ['2026-11-27T22:59:59Z', '2026-11-27T23:00:00Z'].map((utc) => isOpen(utc, night({ to }))),
        ).toEqual([true, false]);
    });

    it.each([
      // One hour less, one more, as by the clock; where clocks change at midnight (Beirut), and by three hours (Casey).
      { timeZone: 'Europe/Zurich', day: 'sat', around: '2026-03-29T00:00:00Z', seconds: 7 * 3_600 },
      { timeZone: 'Europe/Zurich', day: 'sat', around: '2026-10-25T00:00:00Z', seconds: 8 * 3_600 },
      { timeZone: 'Asia/Beirut', day: 'sat', around: '2026-03-29T00:00:00Z', seconds: 7 * 3_600 },
      { timeZone: 'Asia/Beirut', day: 'sat', around: '2026-10-24T22:00:00Z', seconds: 8 * 3_600 },
      { timeZone: 'Antarctica/Casey', day: 'thu', around: '2010-03-04T15:00:00Z', seconds: 8 * 3_600 },
      // Friday was left out at Apia: Thursday's night goes on into Saturday, and Friday's never was.
      { timeZone: 'Pacific/Apia', day: 'thu', around: '2011-12-30T10:00:00Z', seconds: 8 * 3_600 },
      { timeZone: 'Pacific/Apia', day: 'fri', around: '2011-12-30T10:00:00Z', seconds: 0 },
    ])(
      'of a $day in $timeZone last $seconds seconds around $around',
      ({ timeZone, day, around, seconds }) => {
        const rule = night({ timeZone, days: [day] });
        const start = Date.parse(around) - 18 * 3_600_000;
        const open = Array.from({ length: 36 * 60 }, (_, minute) =>
          isOpen(new Date(start + minute * 60_000).toISOString(), rule),
        ).filter(Boolean);
        expect(open.length * 60).toBe(seconds);
      },
    );

    it('say so in words', () => {
      const rule = night({ days: ['fri'], holidays: ['2026-12-25'] });
      expect(businessHours.evaluate(rule, at('2026-11-28T04:05:00Z')).words).toBe(
        'It is sat 2026-11-28 05:05 in Europe/Zurich, within the hours fri from 22:00 to 06:00 of the next day.',
      );
      expect(businessHours.words(rule)).toBe(
        'only fri from 22:00 to 06:00 of the next day in Europe/Zurich, not those that open on 2026-12-25, without exceptions.',
      );
    });

    it('are no hours if they end when they begin', () => {
      expect(() => night({ to: '22:00' })).toThrow(/a whole day is from/);
    });
  });

  it('says what the clock shows', () => {
    const rule = hours({ timeZone: 'Europe/Zurich', days: ['mon', 'fri'] });
    expect(businessHours.evaluate(rule, at('2026-11-22T10:05:00Z')).words).toBe(
      'It is sun 2026-11-22 11:05 in Europe/Zurich, outside the hours mon, fri from 09:00 to 17:00.',
    );
  });

  it('counts the transfer, so that an exception can let one go', () => {
    const rule = hours({ waivable: true, ceiling: 1 });
    expect(businessHours.evaluate(rule, at('2026-11-22T03:00:00Z'))).toMatchObject({
      ...{ outcome: 'deny', code: 'OUTSIDE_HOURS', unit: 'count' },
      ...{ measured: '1', bound: '0', headroom: '0', waivable: true, ceiling: '1' },
    });
    expect(businessHours.evaluate(rule, at('2026-11-22T10:00:00Z'))).toMatchObject({
      outcome: 'allow',
      bound: '1',
    });
  });
});
