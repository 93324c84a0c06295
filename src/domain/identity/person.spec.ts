import { describe, expect, it } from '@jest/globals';
import { addressFromHex } from '../values/address.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type EvmKey, type Person, evmKeyId, isActive, usableKey } from './person.js';

const address = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const now = unixSeconds(1_000);
const id = evmKeyId(address);
const key: EvmKey = { kind: 'evm', id, address, purpose: 'confirmation', activeFrom: now, revokedAt: null };
const person: Person = {
  id: parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051'),
  name: 'Ada',
  roles: ['approver'],
  groups: [],
  removedAt: null,
  keys: [key],
  accounts: [],
};

describe(usableKey.name, () => {
  it('invariant 8: gives the key of this person that may sign now', () => {
    expect(usableKey(person, id, 'confirmation', now)).toBe(key);
  });

  it.each([
    ['before it is active', person, 'confirmation', 999],
    ['for another purpose', person, 'owner', 1_000],
    ['of somebody who was removed', { ...person, removedAt: now }, 'confirmation', 1_000],
    ['that was revoked', { ...person, keys: [{ ...key, revokedAt: now }] }, 'confirmation', 1_000],
    ['of nobody', { ...person, keys: [] }, 'confirmation', 1_000],
  ] as const)('invariant 8: gives no key %s', (_case, whose, purpose, at) => {
    expect(usableKey(whose, id, purpose, unixSeconds(at))).toBeUndefined();
  });

  it('invariant 8: a revoked enrolment does not hide a live one of the same key, nor the other way round', () => {
    const revoked = { ...key, revokedAt: now };
    expect(usableKey({ ...person, keys: [revoked, key] }, id, 'confirmation', now)).toBe(key);
    const other = evmKeyId(addressFromHex('0xbad0000000000000000000000000000000000001'));
    expect(usableKey(person, other, 'confirmation', now)).toBeUndefined();
  });
});

describe(isActive.name, () => {
  it('is true until somebody is removed', () => {
    expect(isActive(person)).toBe(true);
    expect(isActive({ ...person, removedAt: now })).toBe(false);
  });
});
