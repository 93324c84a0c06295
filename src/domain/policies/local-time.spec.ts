import { describe, expect, it } from '@jest/globals';
import { unixSeconds } from '../values/time.js';
import { dayBefore, isDate, isShownAgain, isTimeZone, localTime } from './local-time.js';

const at = (utc: string) => unixSeconds(Date.parse(utc) / 1_000);

describe(localTime.name, () => {
  it.each([
    ['UTC', '1970-01-01T00:00:00Z', { date: '1970-01-01', weekday: 'thu', secondOfDay: 0 }],
    ['Asia/Kathmandu', '2026-11-22T18:15:01Z', { date: '2026-11-23', weekday: 'mon', secondOfDay: 1 }],
    ['America/St_Johns', '2028-03-01T03:29:59Z', { date: '2028-02-29', weekday: 'tue', secondOfDay: 86_399 }],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', { date: '2027-01-01', weekday: 'fri', secondOfDay: 0 }],
  ])('reads %s at %s', (zone, utc, reading) => {
    expect(localTime(zone, at(utc))).toEqual(reading);
  });

  it('agrees with another calendar on every day of four centuries, by the way they are written', () => {
    for (let day = 0; day < 146_097; day += 97) {
      const moment = unixSeconds(day * 86_400);
      const date = new Date(moment * 1_000);
      const weekday = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][date.getUTCDay()];
      expect(localTime('UTC', moment)).toEqual({
        date: date.toISOString().slice(0, 10),
        weekday,
        secondOfDay: 0,
      });
    }
  });
});

describe(isShownAgain.name, () => {
  it.each([
    ['America/New_York', '2026-11-01T04:59:59Z', false],
    ['America/New_York', '2026-11-01T05:00:00Z', true],
    ['America/New_York', '2026-11-01T05:59:59Z', true],
    ['America/New_York', '2026-11-01T06:00:00Z', false],
    ['America/New_York', '2026-03-08T06:59:59Z', false],
    ['Australia/Lord_Howe', '2026-04-04T14:45:00Z', true],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', false],
    // Two hours back in the Antarctic spring of 2016, and three in that of 2010 at another base.
    ['Antarctica/Troll', '2016-10-30T00:30:00Z', true],
    ['Antarctica/Casey', '2010-03-04T13:00:00Z', true],
    ['UTC', '2026-11-01T05:30:00Z', false],
  ])('knows of %s at %s: %s', (zone, utc, again) => {
    expect(isShownAgain(zone, at(utc))).toBe(again);
  });
});

describe(dayBefore.name, () => {
  it.each([
    ['UTC', '2026-11-22T00:00:00Z', '2026-11-21'],
    ['UTC', '2026-11-22T23:59:59Z', '2026-11-21'],
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-07'],
    ['America/New_York', '2026-11-01T06:30:00Z', '2026-10-31'],
    ['Antarctica/Casey', '2010-03-04T18:30:00Z', '2010-03-04'],
    ['Pacific/Apia', '2011-12-30T10:30:00Z', '2011-12-29'],
  ])('knows of %s at %s: %s', (zone, utc, date) => {
    expect(dayBefore(zone, at(utc)).date).toBe(date);
  });
});

describe(isTimeZone.name, () => {
  it.each(['UTC', 'Europe/Zurich', 'America/Argentina/Buenos_Aires', 'Etc/GMT+12'])('knows %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Mars/Base', '+05:30', 'UTC+1', 'Europe/Zurich ', 'Europe//Zurich', '../etc'])(
    'does not know "%s"',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

describe(isDate.name, () => {
  it.each([
    ['2028-02-29', true],
    ['2027-02-29', false],
    ['2100-02-29', false],
    ['2000-02-29', true],
    ['2026-04-31', false],
    ['2026-12-31', true],
    ['2026-13-01', false],
    ['2026-1-01', false],
  ])('says of %s: %s', (text, is) => {
    expect(isDate(text)).toBe(is);
  });
});
