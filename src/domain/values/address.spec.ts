import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { DomainError } from '../errors.js';
import {
  ZERO_ADDRESS,
  addressFromHex,
  addressFromWord,
  parseAddress,
  parseForeignAddress,
} from './address.js';

const HOT = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';

const anyAddress = fc
  .bigInt({ min: 0n, max: (1n << 160n) - 1n })
  .map((value) => addressFromHex(numberToHex(value, { size: 20 })));

function codeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe(parseAddress.name, () => {
  it('takes an address in its EIP-55 form, as it is', () => {
    expect(parseAddress(HOT)).toBe(HOT);
    expect(parseAddress(ZERO_ADDRESS)).toBe(ZERO_ADDRESS);
  });

  // THREATS C04: what people paste, and what malware makes of it.
  it.each([
    ['a Cyrillic letter', HOT.replace('A', '\u0410')],
    ['a Cyrillic letter of the same look', HOT.replace('E', '\u0415')],
    ['a full-width digit', HOT.replace('6', '\uff16')],
    ['a zero-width space at the end', `${HOT}\u200b`],
    ['a zero-width space within', `${HOT.slice(0, 20)}\u200b${HOT.slice(20)}`],
    ['a zero-width space instead of a digit', `${HOT.slice(0, 20)}\u200b${HOT.slice(21)}`],
    ['a byte order mark before it', `\ufeff${HOT}`],
    ['an upper-case 0X', HOT.replace('0x', '0X')],
    ['no 0x', HOT.slice(2)],
    ['one letter of the wrong case', HOT.replace('A', 'a')],
    ['no checksum: all lower case', HOT.toLowerCase()],
    ['no checksum: all upper case', `0x${HOT.slice(2).toUpperCase()}`],
    ['another digit under the old checksum', `${HOT.slice(0, -1)}5`],
    ['one digit too few', HOT.slice(0, -1)],
    ['one digit too many', `${HOT}0`],
    ['a space before it', ` ${HOT}`],
    ['a newline after it', `${HOT}\n`],
    ['a chain prefix', `eth:${HOT}`],
    ['a name', 'hot-1.eth'],
    ['nothing', ''],
  ])('refuses an address with %s', (_case, text) => {
    expect(text).not.toBe(HOT);
    expect(codeOf(() => parseAddress(text))).toBe('ADDRESS_FORMAT');
  });

  it('takes exactly one spelling of any address', () => {
    fc.assert(
      fc.property(anyAddress, fc.nat({ max: 39 }), (address, at) => {
        expect(parseAddress(address)).toBe(address);
        const digit = address.charAt(2 + at);
        const other = digit === digit.toLowerCase() ? digit.toUpperCase() : digit.toLowerCase();
        fc.pre(other !== digit);
        const respelt = `${address.slice(0, 2 + at)}${other}${address.slice(3 + at)}`;
        expect(codeOf(() => parseAddress(respelt))).toBe('ADDRESS_FORMAT');
      }),
    );
  });
});

describe(addressFromHex.name, () => {
  it('reads bytes in any case', () => {
    expect(addressFromHex(HOT.toLowerCase())).toBe(HOT);
    expect(addressFromHex(`0x${HOT.slice(2).toUpperCase()}`)).toBe(HOT);
  });

  it.each(['0x', HOT.slice(0, -2), `${HOT}00`, HOT.slice(2), `0x${'zz'.repeat(20)}`])(
    'refuses %p',
    (text) => {
      expect(codeOf(() => addressFromHex(text))).toBe('ADDRESS_FORMAT');
    },
  );
});

describe(addressFromWord.name, () => {
  it('reads the lower 20 bytes of a word', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(addressFromWord(`0x${'0'.repeat(24)}${address.slice(2).toLowerCase()}`)).toBe(address);
      }),
    );
  });

  it('refuses any dirty upper byte', () => {
    fc.assert(
      fc.property(anyAddress, fc.nat({ max: 23 }), fc.integer({ min: 1, max: 15 }), (address, at, digit) => {
        const upper = `${'0'.repeat(at)}${digit.toString(16)}${'0'.repeat(23 - at)}`;
        expect(codeOf(() => addressFromWord(`0x${upper}${address.slice(2)}`))).toBe('ADDRESS_FORMAT');
      }),
    );
  });

  it('refuses words of another length', () => {
    expect(codeOf(() => addressFromWord(HOT))).toBe('ADDRESS_FORMAT');
    expect(codeOf(() => addressFromWord(`0x${'0'.repeat(26)}${HOT.slice(2)}`))).toBe('ADDRESS_FORMAT');
  });
});

describe(parseForeignAddress.name, () => {
  it('takes one case, and a right checksum', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseForeignAddress(address)).toBe(address);
        expect(parseForeignAddress(address.toLowerCase())).toBe(address);
        expect(parseForeignAddress(`0x${address.slice(2).toUpperCase()}`)).toBe(address);
      }),
    );
  });

  it.each([HOT.replace('f3A9', 'f3a9'), HOT.replace('D4E5', 'd4e5'), HOT.replace('0x', '0X'), 'hot.eth', ''])(
    'C04: repairs nothing in "%s"',
    (text) => {
      expect(codeOf(() => parseForeignAddress(text))).toBe('ADDRESS_FORMAT');
    },
  );
});
