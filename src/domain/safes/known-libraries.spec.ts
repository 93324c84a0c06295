import { describe, expect, it } from '@jest/globals';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { knownLibrary } from './known-libraries.js';

const CALL_ONLY = addressFromHex('0x9641d764fc13c8b624c04430c7356c1c7c8102e2');

describe(knownLibrary.name, () => {
  it.each([
    ['0x40a2accbd92bca938b02010e17a5b8929b49130d', 'MultiSendCallOnly'],
    ['0xa1dabef33b3b82c7814b6d82a79e50f4ac44102b', 'MultiSendCallOnly'],
    ['0xa83c336b20401af773b6219ba5027174338d1836', 'MultiSendCallOnly'],
    ['0x8d29be29923b68abfdd21e541b9374737b49cdad', 'MultiSend'],
    ['0x38869bf66a61cf6bdb996a6ae40d5853fd43b526', 'MultiSend'],
    ['0xa65387f16b013cf2af4605ad8aa5ec25a2cba3a2', 'SignMessageLib'],
    ['0x526643f69b81b008f46d95cd5ced5ec0edffdac6', 'SafeMigration'],
    ['0x9b35af71d77eaf8d7e40252370304687390a1a52', 'CreateCall'],
  ])('knows %s as %s, whatever the case', (address, kind) => {
    expect(knownLibrary(addressFromHex(address))?.kind).toBe(kind);
  });

  it('A14: knows no address that only looks like one', () => {
    expect(knownLibrary(addressFromHex('0x9641badbadbadbadbadbadbadbadbadbadba02e2'))).toBeUndefined();
  });

  it('A13: knows it only with the code that was released, where the code is known', () => {
    const released = parseBytes32('0xecd5bd14a08c5d2122379900b2f272bdf107a7e92423c10dd5fe3254386c9939');
    expect(knownLibrary(CALL_ONLY, released)?.version).toBe('1.4.1');
    expect(knownLibrary(CALL_ONLY, parseBytes32(`0x${'11'.repeat(32)}`))).toBeUndefined();
  });
});
