import { describe, expect, it } from '@jest/globals';
import { readAmount, readMoment, readSeconds } from './written.js';

const wrongUsage = expect.objectContaining({ exitCode: 2 }) as unknown as Error;
const NOON = Date.UTC(2026, 10, 22, 12);

describe(readAmount.name, () => {
  it.each([
    [['1000', 'USDC'], '1000', 'USDC'],
    [['1000 USDC'], '1000', 'USDC'],
    [['2.5ETH'], '2.5', 'ETH'],
    [['0.000001', 'sUSD'], '0.000001', 'sUSD'],
  ])('reads %j', (words, amount, symbol) => {
    expect(readAmount(words)).toEqual({ amount, symbol });
  });

  it.each([
    ['1,000 USDC'],
    ['1_000 USDC'],
    ['1.000.000 USDC'],
    ['01 ETH'],
    ['.5 ETH'],
    ['5. ETH'],
    ['-1 ETH'],
    ['1e18 ETH'],
    ['１ ETH'],
    ['ETH'],
    ['1000'],
    ['all ETH'],
  ])('guesses nothing of %s', (text) => {
    expect(() => readAmount([text])).toThrow(wrongUsage);
  });
});

describe(readMoment.name, () => {
  it.each([
    ['30m', NOON + 30 * 60_000],
    ['12h', NOON + 12 * 3_600_000],
    ['2d', NOON + 2 * 86_400_000],
    ['2026-11-23T08:30:00Z', Date.UTC(2026, 10, 23, 8, 30)],
  ])('reads %s', (text, at) => {
    expect(readMoment(text, NOON)).toBe(at / 1000);
  });

  it.each([['0h'], ['12'], ['1.5h'], ['tomorrow'], ['2026-11-23T08:30:00'], ['2026-02-31T00:00:00Z']])(
    'guesses nothing of %s',
    (text) => {
      expect(() => readMoment(text, NOON)).toThrow(wrongUsage);
    },
  );
});

describe(readSeconds.name, () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['10m', 600],
    ['2h', 7_200],
  ])('reads %s', (text, seconds) => {
    expect(readSeconds(text)).toBe(seconds);
  });

  it.each([['0s'], ['-1s'], ['soon'], ['25d']])('guesses nothing of %s', (text) => {
    expect(() => readSeconds(text)).toThrow(wrongUsage);
  });
});
