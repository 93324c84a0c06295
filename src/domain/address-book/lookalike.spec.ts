import { describe, expect, it } from '@jest/globals';
import { keccak256, numberToHex, slice } from 'viem';
import { type Address, addressFromHex } from '../values/address.js';
import { difference, editDistance, isAlike, lookalikesOf, sideBySide } from './lookalike.js';

const HOT = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const of = (hex: string): Address => addressFromHex(hex);

/** Addresses as random as a hash, and the same in every run. */
function someAddresses(count: number): readonly { readonly address: Address }[] {
  return Array.from({ length: count }, (_, index) => ({
    // In lower case: the checksum of 100,000 addresses is not what is measured here.
    address: slice(keccak256(numberToHex(index, { size: 32 })), 12) as Address,
  }));
}

describe(isAlike.name, () => {
  it.each([
    [
      'the ends of the incident of December 2025, 3 and 4 digits',
      '0xf3adeadbeefdeadbeefdeadbeefdeadbeef12334',
      true,
    ],
    ['4 and 4 digits', '0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2334', true],
    ['3 and 3 digits', '0xf3a0deadbeefdeadbeefdeadbeefdeadbeef0334', true],
    ['2 and 4 digits', '0xf3b9deadbeefdeadbeefdeadbeefdeadbeef2334', false],
    ['2 and 6 digits', '0xf3b9deadbeefdeadbeefdeadbeefdeadbe122334', true],
    ['1 and 6 digits', '0xf4b9deadbeefdeadbeefdeadbeefdeadbe122334', false],
    ['8 digits at the start alone', '0xf3a9c1d4deadbeefdeadbeefdeadbeefdeadbeef', true],
    ['7 digits at the start alone', '0xf3a9c1d0deadbeefdeadbeefdeadbeefdeadbeef', false],
    ['8 digits at the end alone', '0xdeadbeefdeadbeefdeadbeefdeadbeef01122334', true],
    ['one digit wrong at the start', '0xe3a9c1d4e5b60718293a4b5c6d7e8f9001122334', true],
    ['digits lost at one end and added at the other', '0x0fa9c1d4e5b60718293a4b5c6d7e8f900112233f', true],
    ['all shifted by one digit', '0x0f3a9c1d4e5b60718293a4b5c6d7e8f900112233', true],
    ['all shifted by two digits', '0x00f3a9c1d4e5b60718293a4b5c6d7e8f90011223', false],
    ['three digits wrong, at both ends', '0x03a9c1d4e5b00718293a4b5c6d7e8f9001122330', true],
    ['four digits wrong, at both ends', '0x03a9c1d4e5b00718093a4b5c6d7e8f9001122330', false],
    ['nothing but zeros in common', '0xf300000000000000000000000000000000000034', false],
    ['nothing the same', '0x0000000000000000000000000000000000001111', false],
  ])('C01: of %s says %s %s', (_what, other, expected) => {
    expect(isAlike(HOT, of(other))).toBe(expected);
    expect(isAlike(of(other), HOT)).toBe(expected);
  });

  it('does not call an address like itself, in whatever case', () => {
    expect(isAlike(HOT, HOT)).toBe(false);
    expect(isAlike(HOT, HOT.toLowerCase() as Address)).toBe(false);
  });
});

describe(lookalikesOf.name, () => {
  it('finds every address within three edits, wherever they are made', () => {
    let seed = 1n;
    const below = (limit: number): number => {
      seed = BigInt(keccak256(numberToHex(seed, { size: 32 })));
      return Number(seed % BigInt(limit));
    };
    for (let round = 0; round < 400; round += 1) {
      const [from, to, wrong] = [below(40), below(40), below(40)];
      const whole = HOT.slice(2).toLowerCase();
      const without = whole.slice(0, from) + whole.slice(from + 1);
      const moved = without.slice(0, to) + below(16).toString(16) + without.slice(to);
      const digits = moved.slice(0, wrong) + below(16).toString(16) + moved.slice(wrong + 1);
      const changed = of(`0x${digits}`);
      expect(editDistance(HOT.slice(2).toLowerCase(), digits)).toBeLessThanOrEqual(3);
      expect(isAlike(HOT, changed)).toBe(changed !== HOT);
    }
  });

  it('flags as many pairs of 100,000 random addresses as it says: 305, and not one in ten more', () => {
    const all = someAddresses(100_000);
    // Every pair that can be alike shares one of these keys: no other pair needs to be looked at.
    const keys = [
      (digits: string) => digits.slice(0, 3) + digits.slice(-3),
      ...Array.from({ length: 9 }, (_, start) => (digits: string) => {
        return digits.slice(0, start) + digits.slice(40 - (8 - start));
      }),
    ];
    const pairs = new Set<string>();
    for (const key of keys) {
      const groups = Map.groupBy(all, ({ address }) => key(address.slice(2)));
      for (const group of groups.values()) {
        if (group.length === 1) continue;
        for (const { address } of group) {
          for (const other of lookalikesOf(address, group)) {
            pairs.add([address, other.address].sort().join());
          }
        }
      }
    }
    const probability = 16 ** -6 + 5.625 * 16 ** -8;
    const expected = ((100_000 * 99_999) / 2) * probability;
    expect(expected).toBeCloseTo(304.6, 0);
    // Five standard deviations of a Poisson count.
    expect(Math.abs(pairs.size - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it('finds one among 100,000 known addresses by one look at each', () => {
    const poison = { address: of('0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2334') };
    let looks = 0;
    const known = [...someAddresses(100_000), poison].map(({ address }) => ({
      get address() {
        looks += 1;
        return address;
      },
    }));
    const found = lookalikesOf(HOT, known);
    expect(looks).toBe(known.length);
    expect(found.map(({ address }) => address)).toEqual([poison.address]);
  });
});

describe(editDistance.name, () => {
  it.each([
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'bc', 1],
    ['abc', 'xabc', 1],
    ['abcd', 'bacd', 2],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('of %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});

describe(difference.name, () => {
  const poison = of('0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2334');

  it('says in one sentence, with both whole addresses, what differs', () => {
    expect(difference(HOT, poison)).toBe(
      `${HOT} is not ${poison}: the first 4 and the last 4 of 40 digits are the same, ` +
        '32 digits differ, digit 5 is c and not d.',
    );
  });

  it('shows them below each other, with all that differs in brackets', () => {
    const [above, below] = sideBySide(
      of('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334'),
      of('0xf3a9c1d4e5b60718293a4b5c6d7e8f90ff122335'),
    );
    expect([above.toLowerCase(), below.toLowerCase()]).toEqual([
      '0xf3a9c1d4e5b60718293a4b5c6d7e8f90[01]12233[4]',
      '0xf3a9c1d4e5b60718293a4b5c6d7e8f90[ff]12233[5]',
    ]);
  });
});
