import { describe, expect, it } from '@jest/globals';
import { pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { HDKey, hdKeyToAccount } from 'viem/accounts';
import { addressFromHex } from '../values/address.js';
import { isForbiddenKey } from './well-known-keys.js';

// BIP-39: PBKDF2 over the mnemonic with the salt "mnemonic" and no passphrase.
const mnemonic = `${'test '.repeat(11)}junk`;
const root = HDKey.fromMasterSeed(pbkdf2Sync(mnemonic, 'mnemonic', 2048, 64, 'sha512'));
const derived = (count: number) =>
  Array.from({ length: count }, (_, addressIndex) =>
    addressFromHex(hdKeyToAccount(root, { addressIndex }).address),
  );

describe(isForbiddenKey.name, () => {
  it('the list is the first 50 addresses of the mnemonic, in their order, and no other', () => {
    const source = readFileSync(new URL('well-known-keys.ts', import.meta.url), 'utf8');
    expect(source.match(/0x[0-9a-fA-F]{40}/g)).toEqual(derived(50));
  });

  it('forbids each of them on every chain but the sandbox', () => {
    for (const address of derived(50)) {
      for (const chainId of [1, 10, 1337, 11_155_111, 42_161, 31_336, 31_338]) {
        expect(isForbiddenKey(address, chainId)).toBe(true);
      }
      expect(isForbiddenKey(address, 31_337)).toBe(false);
    }
  });

  it('forbids nobody else', () => {
    expect(isForbiddenKey(addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334'), 1)).toBe(false);
  });
});
