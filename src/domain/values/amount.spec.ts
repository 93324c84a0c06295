import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../errors.js';
import {
  AMOUNT_MAX,
  amountOf,
  compareDecimals,
  formatAmount,
  isDecimal,
  parseAmount,
  parseUnits,
} from './amount.js';

const anyUnits = fc.oneof(fc.bigInt({ min: 0n, max: AMOUNT_MAX }), fc.bigInt({ min: 0n, max: 10n ** 30n }));
const anyDecimals = fc.integer({ min: 0, max: 36 });

function codeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('amounts in whole asset units', () => {
  it('invariant 22: parseAmount(formatAmount(units)) is units, for any amount and any decimals from 0 to 36', () => {
    fc.assert(
      fc.property(anyUnits, anyDecimals, (units, decimals) => {
        expect(parseAmount(formatAmount(units, decimals), decimals)).toBe(units);
      }),
    );
  });

  it('invariant 22: one amount has one text: no trailing zeros, no lone point', () => {
    fc.assert(
      fc.property(anyUnits, anyDecimals, (units, decimals) => {
        expect(formatAmount(units, decimals)).toMatch(/^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/);
      }),
    );
  });

  it('invariant 22: agrees with exact arithmetic on tenths', () => {
    expect(parseAmount('1500000.25', 6)).toBe(1_500_000_250_000n);
    expect(parseAmount('0.000001', 6)).toBe(1n);
    expect(parseAmount('1.50', 6)).toBe(1_500_000n);
    expect(parseAmount('7', 0)).toBe(7n);
    expect(parseAmount('9007199254740993', 0)).toBe(9_007_199_254_740_993n);
    expect(formatAmount(1_500_000_250_000n, 6)).toBe('1500000.25');
    expect(formatAmount(1n, 18)).toBe('0.000000000000000001');
    expect(formatAmount(0n, 18)).toBe('0');
    expect(formatAmount(10n, 0)).toBe('10');
  });

  it('invariant 22: more decimals than the asset has are refused, even zeros, never rounded', () => {
    fc.assert(
      fc.property(
        anyDecimals,
        fc.integer({ min: 1, max: 20 }),
        fc.nat({ max: 9 }),
        (decimals, more, digit) => {
          const text = `1.${'0'.repeat(decimals + more - 1)}${String(digit)}`;
          expect(codeOf(() => parseAmount(text, decimals))).toBe('AMOUNT_FORMAT');
        },
      ),
    );
  });

  // THREATS D01 to D03: what JavaScript, databases and spreadsheets would take.
  it.each([
    ...[
      '',
      ' ',
      '1e6',
      '1E6',
      '3e22',
      '0x10',
      '0b1',
      '0o7',
      ' 10',
      '10 ',
      ' 10 ',
      '10\n',
      '\t10',
      '-1',
      '+1',
      '-0',
    ],
    ...[
      '+001',
      '001',
      '00',
      '01.5',
      '1,000',
      '1.000,5',
      '1_000',
      "1'000",
      '1 000',
      '1.',
      '.5',
      '.',
      '1..2',
      '1.2.3',
    ],
    ...['\uff11\uff10', '\u0661\u0662', '\u09e7', '1\uff0e5', '1\u200b', '\u22121', '\u00bd', '\u00b2'],
    ...['NaN', 'Infinity', '-Infinity', 'null', 'undefined', '1n', '10%', '$10', '10 USDC', '1/2', '(10)'],
    ...['1e-6', '1.5e3', '0.0000005', '__proto__'],
  ])('invariant 22: refuses %j', (text) => {
    expect(codeOf(() => parseAmount(text, 6))).toBe('AMOUNT_FORMAT');
  });

  it('invariant 22: refuses every text that is not plain digits with at most one point', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), anyDecimals, (text, decimals) => {
        fc.pre(!/^(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text));
        expect(codeOf(() => parseAmount(text, decimals))).toBe('AMOUNT_FORMAT');
      }),
    );
  });

  it('invariant 22: refuses what does not fit into uint256', () => {
    expect(parseAmount(formatAmount(AMOUNT_MAX, 18), 18)).toBe(AMOUNT_MAX);
    expect(codeOf(() => parseAmount((AMOUNT_MAX + 1n).toString(), 0))).toBe('AMOUNT_FORMAT');
    expect(codeOf(() => parseAmount(AMOUNT_MAX.toString(), 1))).toBe('AMOUNT_FORMAT');
    expect(codeOf(() => parseAmount('1'.repeat(79), 0))).toBe('AMOUNT_FORMAT');
  });
});

describe(amountOf.name, () => {
  it('invariant 22: takes 0 to 2^256 - 1', () => {
    expect(amountOf(0n)).toBe(0n);
    expect(amountOf(AMOUNT_MAX)).toBe(AMOUNT_MAX);
    expect(codeOf(() => amountOf(-1n))).toBe('AMOUNT_FORMAT');
    expect(codeOf(() => amountOf(AMOUNT_MAX + 1n))).toBe('AMOUNT_FORMAT');
  });
});

describe(parseUnits.name, () => {
  it('invariant 22: parseUnits(print(units)) is units', () => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        expect(parseUnits(units.toString())).toBe(units);
      }),
    );
  });

  it.each([
    '',
    '-1',
    '+1',
    '01',
    '1.0',
    '1e3',
    '0x1',
    ' 1',
    '1 ',
    '\uff11',
    '1_0',
    (AMOUNT_MAX + 1n).toString(),
  ])('invariant 22: refuses %j', (text) => {
    expect(codeOf(() => parseUnits(text))).toBe('AMOUNT_FORMAT');
  });
});

describe(compareDecimals.name, () => {
  it.each([
    ['1', '1.0', 0],
    ['0.1', '0.10', 0],
    ['1.5', '2', -1],
    ['10', '9', 1],
    ['0.000001', '0.0000009', 1],
  ])('of %s and %s says %i', (one, other, expected) => {
    expect(compareDecimals(one, other)).toBe(expected);
    expect(compareDecimals(other, one)).toBe(0 - expected);
  });

  it.each(['', '1e3', '-1', '+1', '01', '.5', '1.', '１', ' 1'])('invariant 22: refuses %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => compareDecimals(text, '1')).toThrow('plain decimal number');
  });
});
