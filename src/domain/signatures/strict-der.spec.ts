import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hexToBytes } from 'viem';
import { isStrictDer } from './strict-der.js';

const is = (hex: string): boolean => isStrictDer(hexToBytes(`0x${hex}`));

/** A positive number in DER. */
function integer(value: bigint): number[] {
  const hex = value.toString(16);
  const digits = hex.padStart(hex.length + (hex.length % 2), '0');
  const plain = [...hexToBytes(`0x${digits}`)];
  const content = (plain[0] ?? 0) >= 0x80 ? [0, ...plain] : plain;
  return [0x02, content.length, ...content];
}

function sequence(...numbers: bigint[]): Uint8Array {
  const content = numbers.flatMap(integer);
  return Uint8Array.of(0x30, content.length, ...content);
}

describe(isStrictDer.name, () => {
  const number = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n });

  it('is true for every pair of positive numbers of at most 256 bits', () => {
    fc.assert(fc.property(number, number, (r, s) => isStrictDer(sequence(r, s))));
    expect(isStrictDer(sequence(2n ** 256n - 1n, 1n))).toBe(true);
  });

  it('is true for one spelling only: whatever passes says which numbers it is, and they spell it', () => {
    const bytes = fc.tuple(number, number, fc.nat(72), fc.nat(255)).map(([r, s, at, value]) => {
      const spelt = sequence(r, s);
      spelt[at % spelt.length] = value;
      return spelt;
    });
    fc.assert(
      fc.property(bytes, (spelt) => {
        if (!isStrictDer(spelt)) return;
        const sizeOfR = spelt[3] ?? 0;
        const valueOf = (from: Uint8Array): bigint => BigInt(`0x${Buffer.from(from).toString('hex')}`);
        const [r, s] = [valueOf(spelt.subarray(4, 4 + sizeOfR)), valueOf(spelt.subarray(6 + sizeOfR))];
        expect(sequence(r, s)).toEqual(spelt);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', ''],
    ['another tag', '31060201010201 01'],
    ['a length in two bytes', '308106020101020101'],
    ['a length that is too short', '3005020101020101'],
    ['a length that is too long', '3007020101020101'],
    ['no length', '3080020101020101 0000'],
    ['something after it', '300602010102010100'],
    ['something after the numbers', '3009020101020101020101'],
    ['one number', '3003020101'],
    ['a tag that is no number', '3006030101020101'],
    ['an empty number', '30050200020101'],
    ['zero', '3006020100020101'],
    ['a negative number', '3006020180020101'],
    ['a leading zero too many', '300702020001020101'],
    ['two leading zeros', '30080203000080020101'],
    ['a number beyond the end', '3006020101020201'],
    ['257 bits', `302602210${'1'.repeat(65)}020101`],
    ['257 bits with a leading zero', `302702220080${'11'.repeat(32)}020101`],
  ])('is false for %s', (_case, hex) => {
    expect(is(hex.replaceAll(' ', ''))).toBe(false);
  });
});
