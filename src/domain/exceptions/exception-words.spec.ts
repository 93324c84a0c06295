import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UNITS } from '../policies/measure.js';
import { exceptionWords } from './exception-words.js';

const ether = { symbol: 'ETH', decimals: 18 };
const units = (whole: bigint) => whole * 10n ** 18n;

describe(exceptionWords.name, () => {
  it('says rule, measured value, bound and ceiling, and then the transfer', () => {
    const waived = {
      rule: 'eth-per-transfer',
      unit: 'asset' as const,
      measured: units(80n),
      bound: units(50n),
      ceiling: units(90n),
    };
    expect(exceptionWords(waived, ether, 'Send 80 ETH.')).toBe(
      'Waive the rule eth-per-transfer once: it measures 80 ETH and allows 50 ETH; up to 90 ETH is excepted. Send 80 ETH.',
    );
  });

  it('two different exceptions never read alike', () => {
    const some = fc.record({
      rule: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,5}$/),
      unit: fc.constantFrom(...UNITS),
      measured: fc.bigInt({ min: 0n, max: 1n << 260n }),
      bound: fc.bigInt({ min: 0n, max: 1n << 256n }),
      ceiling: fc.bigInt({ min: 0n, max: 1n << 256n }),
    });
    const transfer = fc.constantFrom(
      'Send 1 ETH',
      'Send 11 ETH',
      'and allows 1 ETH; up to 1 ETH is excepted.',
    );
    fc.assert(
      fc.property(
        some,
        some,
        transfer,
        transfer,
        fc.subarray(['rule', 'unit', 'measured', 'ceiling']),
        (a, b, s, t, taken) => {
          const source = b as unknown as Record<string, unknown>;
          const changed = { ...a, ...Object.fromEntries(taken.map((key) => [key, source[key]])) };
          const isSame =
            Object.entries(a).every(([key, value]) => changed[key as keyof typeof a] === value) && s === t;
          expect(exceptionWords(a, ether, s) === exceptionWords(changed, ether, t)).toBe(isSame);
        },
      ),
    );
  });
});
