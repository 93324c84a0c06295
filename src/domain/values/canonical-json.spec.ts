import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keccak256, stringToBytes } from 'viem';
import { type Json, canonicalHash, canonicalJson, plain } from './canonical-json.js';

const anyJson = fc
  .jsonValue({ stringUnit: 'binary' })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe(canonicalJson.name, () => {
  it('gives the example of RFC 8785, section 3.2.2', () => {
    const example = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by their UTF-16 code units, as RFC 8785, section 3.2.3', () => {
    const unsorted = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const keys = Object.keys(JSON.parse(canonicalJson(unsorted)) as object);
    expect(keys).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']);
  });

  it('does not depend on the order in which members were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  it('keeps the value', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d, which is no JSON', (value) => {
    expect(() => canonicalJson({ value })).toThrow();
  });

  it('refuses a bigint and a value that is none', () => {
    expect(() => canonicalJson({ value: 1n } as unknown as Json)).toThrow();
    expect(() => canonicalJson(undefined as unknown as Json)).toThrow(TypeError);
  });
});

describe(canonicalHash.name, () => {
  it('is keccak256 over the UTF-8 bytes of the canonical text', () => {
    expect(canonicalHash({})).toBe(keccak256(stringToBytes('{}')));
    expect(canonicalHash({ b: 'é', a: 1 })).toBe(keccak256(stringToBytes('{"a":1,"b":"é"}')));
  });

  it('differs for different values', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (one, other) => {
        fc.pre(canonicalJson(one) !== canonicalJson(other));
        expect(canonicalHash(one)).not.toBe(canonicalHash(other));
      }),
    );
  });
});

describe(plain.name, () => {
  it('has no absent members, and a decimal string for a bigint', () => {
    expect(plain({ amount: 10n ** 30n, note: undefined, list: [1n, 'a', null] })).toEqual({
      amount: '1000000000000000000000000000000',
      list: ['1', 'a', null],
    });
  });
});
