import { describe, expect, it } from '@jest/globals';
import { MalformedLogText, parseSize } from './malformed.js';

describe(parseSize.name, () => {
  it.each(['0', '7', '20852163', '9223372036854775807'])('reads %s', (text) => {
    expect(parseSize(text, 'the size')).toBe(BigInt(text));
  });

  it.each([
    '',
    '00',
    '01',
    '-1',
    '+1',
    '1 ',
    ' 1',
    '1.0',
    '1e3',
    '0x1',
    '١',
    '9223372036854775808',
    '1'.repeat(99),
  ])('refuses %j', (text) => {
    expect(() => parseSize(text, 'the size')).toThrow(MalformedLogText);
  });
});
