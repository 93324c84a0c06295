import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressFromHex } from '../values/address.js';
import { amountOf, formatAmount } from '../values/amount.js';
import { parseId } from '../values/identifier.js';
import { type Rekeying, rekeyMatches, rekeyStanding } from './rekeying.js';

const destination = addressFromHex('0xf3a9c0e4f1f0f3ef09d3ca2b1fa8e1c6b2d42334');
const transfer = { destination, amount: amountOf(11_500_000n), decimals: 6 };
const person = (n: number) => parseId('per', `per_01890a5d-ac96-774b-bcce-b302099a805${String(n)}`);

describe(rekeyMatches.name, () => {
  it.each([
    ['b2d42334', '11.5'],
    ['B2D42334', '11.500'],
    ['b2D42334', '11.500000'],
  ])('takes %s and %s', (destinationEnding, amount) => {
    expect(rekeyMatches({ destinationEnding, amount }, transfer)).toBe(true);
  });

  it.each([
    ['b2d42335', '11.5'],
    ['b2d42334', '11.50001'],
    ['b2d42334', '11.5000000'],
    ['b2d42334', '11,5'],
    ['b2d42334', '011.5'],
    ['b2d42334', ''],
    ['2d42334', '11.5'],
    ['c6b2d42334', '11.5'],
    ['', '11.5'],
  ])('does not take %j and %j', (destinationEnding, amount) => {
    expect(rekeyMatches({ destinationEnding, amount }, transfer)).toBe(false);
  });

  it('takes the end of the address and the amount, and of any other transfer neither', () => {
    const some = fc.record({
      ending: fc.integer({ min: 0, max: 0xffffffff }).map((value) => value.toString(16).padStart(8, '0')),
      units: fc.bigInt({ min: 0n, max: 1n << 200n }),
    });
    fc.assert(
      fc.property(some, some, fc.integer({ min: 0, max: 30 }), (real, other, decimals) => {
        const of = {
          destination: addressFromHex(`0x${'12'.repeat(16)}${real.ending}`),
          amount: amountOf(real.units),
          decimals,
        };
        const entered = (ending: string, units: bigint) =>
          rekeyMatches({ destinationEnding: ending, amount: formatAmount(units, decimals) }, of);
        expect(entered(real.ending, real.units)).toBe(true);
        expect(entered(other.ending, real.units)).toBe(other.ending === real.ending);
        expect(entered(real.ending, other.units)).toBe(other.units === real.units);
      }),
    );
  });
});

describe(rekeyStanding.name, () => {
  const entry = (matched: boolean, revision = 1, n = 1): Rekeying => ({
    personId: person(n),
    revision,
    matched,
  });
  const standing = (...entries: Rekeying[]) => rekeyStanding(entries, person(1), 1);

  it('three wrong entries are the end of it, and a match before that is for good', () => {
    const wrong = entry(false);
    expect(standing()).toEqual({ kind: 'open', attemptsLeft: 3 });
    expect(standing(wrong, wrong)).toEqual({ kind: 'open', attemptsLeft: 1 });
    expect(standing(wrong, wrong, wrong)).toEqual({ kind: 'failed' });
    expect(standing(wrong, wrong, entry(true))).toEqual({ kind: 'matched' });
  });

  it('counts for one person and one revision', () => {
    expect(standing(entry(true, 2), entry(true, 1, 2), entry(false, 0), entry(false, 1, 2))).toEqual({
      kind: 'open',
      attemptsLeft: 3,
    });
  });
});
