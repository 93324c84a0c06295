import { describe, expect, it } from '@jest/globals';
import { parseBytes32, parseHex } from './hex.js';

const word = `0x${'aB'.repeat(32)}`;

describe(parseBytes32.name, () => {
  it('takes 32 bytes in any case and gives them in lower case', () => {
    expect(parseBytes32(word)).toBe(`0x${'ab'.repeat(32)}`);
  });

  it.each([
    ['one digit too few', word.slice(0, -1)],
    ['one byte too many', `${word}00`],
    ['no 0x', word.slice(2)],
    ['an upper-case 0X', word.replace('0x', '0X')],
    ['a digit that is none', `${word.slice(0, -1)}g`],
    ['a full-width digit', `${word.slice(0, -1)}\uff11`],
    ['a newline', `${word}\n`],
    ['nothing', ''],
  ])('refuses %s', (_case, text) => {
    expect(() => parseBytes32(text)).toThrow(TypeError);
  });
});

describe(parseHex.name, () => {
  it('takes whole bytes, also none', () => {
    expect(parseHex('0x')).toBe('0x');
    expect(parseHex('0xA9059CBB')).toBe('0xa9059cbb');
  });

  it.each(['', '0', '0x0', '0xabc', 'a9059cbb', '0X00', '0x0g', ' 0x00', '0x00 '])('refuses %j', (text) => {
    expect(() => parseHex(text)).toThrow(TypeError);
  });
});
