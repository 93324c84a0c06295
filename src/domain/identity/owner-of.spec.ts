import { describe, expect, it } from '@jest/globals';
import { addressFromHex } from '../values/address.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { isOwnerOf } from './owner-of.js';
import { type EvmKey, type Person, evmKeyId } from './person.js';

const address = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const other = addressFromHex('0xbad0000000000000000000000000000000000001');
const now = unixSeconds(1_000);
const key: EvmKey = {
  ...{ kind: 'evm', id: evmKeyId(address), address, purpose: 'owner' },
  ...{ activeFrom: now, revokedAt: null },
};
const person: Person = {
  id: parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051'),
  ...{ name: 'Otto', roles: ['signer'], groups: [], removedAt: null, keys: [key], accounts: [] },
};

describe(isOwnerOf.name, () => {
  it('is true of somebody with a usable key of one of the owners', () => {
    expect(isOwnerOf(person, [other, address], now)).toBe(true);
  });

  it.each([
    ['of another Safe', person, [other], 1_000],
    ['of a Safe without owners', person, [], 1_000],
    ['whose key cools off still', person, [address], 999],
    ['whose key was revoked', { ...person, keys: [{ ...key, revokedAt: now }] }, [address], 1_000],
    ['who was removed', { ...person, removedAt: now }, [address], 1_000],
    [
      'who only confirms with it',
      { ...person, keys: [{ ...key, purpose: 'confirmation' }] },
      [address],
      1_000,
    ],
  ] as const)('is false of somebody %s', (_who, whose, owners, at) => {
    expect(isOwnerOf(whose, owners, unixSeconds(at))).toBe(false);
  });
});
