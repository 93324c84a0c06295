import { describe, expect, it } from '@jest/globals';
import { storedAddress, storedBytes32, storedHex } from './stored.js';

describe('a stored value', () => {
  it('is read back in its checked form', () => {
    const address = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
    expect(storedAddress.parse(address)).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
    expect(storedBytes32.parse(`0x${'ab'.repeat(32)}`)).toBe(`0x${'ab'.repeat(32)}`);
    expect(storedHex.parse('0x')).toBe('0x');
  });

  it.each([storedAddress, storedBytes32, storedHex])(
    'is an issue of the row when damaged, not a throw',
    (schema) => {
      for (const damaged of ['', '0x0', '0xzz', 'f'.repeat(40), 7, null]) {
        expect(schema.safeParse(damaged).success).toBe(false);
      }
    },
  );
});
