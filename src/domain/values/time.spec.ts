import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant, parseUtc, printUtc, unixSeconds } from './time.js';

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

describe(parseInstant.name, () => {
  it('counts any offset as every other clock does', () => {
    const offset = fc.tuple(
      fc.constantFrom('+', '-'),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 4_102_444_800 }),
        offset,
        (seconds, [sign, hours, minutes]) => {
          const two = (part: number) => String(part).padStart(2, '0');
          const text = `${printUtc(unixSeconds(seconds)).slice(0, -1)}${sign}${two(hours)}:${two(minutes)}`;
          expect(parseInstant(text)).toBe(Date.parse(text) / 1000);
        },
      ),
    );
  });

  it('takes small letters and fractions', () => {
    expect(parseInstant('2026-11-30t10:00:00.999z')).toBe(parseUtc('2026-11-30T10:00:00Z'));
  });

  it.each([
    ...['2026-11-30T12:00:00', '2026-11-30', '2026-11-30 12:00:00Z', '30 Nov 2026 12:00 UTC'],
    ...[
      '2026-11-30T12:00:00+9',
      '2026-11-30T12:00:00+24:00',
      '2026-11-30T12:00:00+0900',
      '1969-12-31T23:00:00Z',
    ],
    ...['2026-02-30T00:00:00Z', '2026-11-30T12:00Z', ''],
  ])('refuses "%s"', (text) => {
    expect(() => parseInstant(text)).toThrow(TypeError);
  });
});
