import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ZERO_ADDRESS, addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { enforcementOf, gapWords } from './enforcement.js';

const TOKEN_CALLBACK = {
  fallbackHandler: addressFromHex('0xeDCF620325E82e3B9836eaaeFdc4283E99Dd7562'),
  fallbackHandlerCodeHash: parseBytes32('0x93f67c39f2279c920da8fc9c37a32de7c3b0ecfaafff75f9ac762cfb7367f2db'),
};
const COMPATIBILITY = {
  fallbackHandler: addressFromHex('0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99'),
  fallbackHandlerCodeHash: parseBytes32('0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9'),
};

const hexOf = (size: number) =>
  fc
    .uint8Array({ minLength: size, maxLength: size })
    .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as const);

describe(enforcementOf.name, () => {
  it('invariant 20: without a guard that is proven, a Safe is advisory', () => {
    for (const profile of [TOKEN_CALLBACK, COMPATIBILITY]) {
      expect(enforcementOf(profile).enforcement).toBe('advisory');
    }
  });

  it('invariant 20: a handler that answers ERC-1271 is a gap; one that only receives tokens, or none, is not', () => {
    expect(enforcementOf(COMPATIBILITY).gaps).toEqual(['HANDLER_SIGNS']);
    expect(enforcementOf(TOKEN_CALLBACK).gaps).toEqual([]);
    expect(enforcementOf({ ...COMPATIBILITY, fallbackHandler: ZERO_ADDRESS }).gaps).toEqual([]);
  });

  it('invariant 20: a handler that is not known is taken for one that signs', () => {
    fc.assert(
      fc.property(hexOf(20), hexOf(32), (account, code) => {
        const fallbackHandler = addressFromHex(account);
        fc.pre(fallbackHandler !== ZERO_ADDRESS);
        const fallbackHandlerCodeHash = parseBytes32(code);
        for (const profile of [
          { fallbackHandler, fallbackHandlerCodeHash },
          { ...TOKEN_CALLBACK, fallbackHandlerCodeHash },
          { ...TOKEN_CALLBACK, fallbackHandler },
        ])
          expect(enforcementOf(profile).gaps).toEqual(['HANDLER_SIGNS']);
      }),
    );
  });

  it('has words for the gap, which begin with its name', () => {
    expect(gapWords('HANDLER_SIGNS')).toMatch(/^HANDLER_SIGNS: .*ERC-1271/);
  });
});
