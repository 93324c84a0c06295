import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc, printUtc, unixSeconds } from './time.js';

describe(unixSeconds.name, () => {
  it.each([0, 1, 1_800_000_000, Number.MAX_SAFE_INTEGER])('takes %d', (seconds) => {
    expect(unixSeconds(seconds)).toBe(seconds);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])(
    'refuses %d',
    (seconds) => {
      expect(() => unixSeconds(seconds)).toThrow(TypeError);
    },
  );
});

describe(printUtc.name, () => {
  it('prints what every other clock prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
        const expected = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
        expect(printUtc(unixSeconds(seconds))).toBe(expected);
      }),
    );
  });

  it.each(['1970-01-01T00:00:00Z', '2000-02-29T23:59:59Z', '2100-02-28T12:00:00Z', '2100-03-01T00:00:00Z'])(
    'prints %s',
    (text) => {
      expect(printUtc(unixSeconds(Date.parse(text) / 1000))).toBe(text);
    },
  );
});

describe(parseUtc.name, () => {
  it('reads back what is printed, and cuts a fraction off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), fc.nat(999), (seconds, fraction) => {
        const text = printUtc(unixSeconds(seconds));
        expect(parseUtc(text)).toBe(seconds);
        expect(parseUtc(text.replace('Z', `.${String(fraction)}Z`))).toBe(seconds);
      }),
    );
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T08:60:00Z',
    '2026-13-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '2026-11-22T08:30:00+00:00',
    '2026-11-22',
  ])('refuses %s', (text) => {
    expect(() => parseUtc(text)).toThrow(TypeError);
  });
});
