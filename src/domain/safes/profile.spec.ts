import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { type Address, addressFromHex } from '../values/address.js';
import { canonicalHash } from '../values/canonical-json.js';
import { parseBytes32 } from '../values/hex.js';
import { type SafeProfile, SafeProfileSchema, profileDrift, profileHash } from './profile.js';

const account = (value: number): Address => addressFromHex(numberToHex(value, { size: 20 }));
const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));

const pinned: SafeProfile = {
  chainId: 1,
  address: account(1),
  proxyCodeHash: word(2),
  singleton: account(3),
  singletonCodeHash: word(4),
  owners: [account(5), account(6), account(7)],
  threshold: 2,
  modules: [],
  guard: account(0),
  moduleGuard: account(0),
  fallbackHandler: account(8),
  fallbackHandlerCodeHash: word(9),
};

const changes: readonly [string, Partial<SafeProfile>][] = [
  ['chain', { chainId: 2 }],
  ['address', { address: account(11) }],
  ['proxy code', { proxyCodeHash: word(12) }],
  ['singleton (Bybit)', { singleton: account(13) }],
  ['singleton code', { singletonCodeHash: word(14) }],
  ['owner more', { owners: [...pinned.owners, account(15)] }],
  ['owner less', { owners: pinned.owners.slice(1) }],
  ['owner swapped', { owners: [account(5), account(6), account(15)] }],
  ['order of owners', { owners: [account(6), account(5), account(7)] }],
  ['threshold', { threshold: 1 }],
  ['module', { modules: [account(16)] }],
  ['module guard', { moduleGuard: account(19) }],
  ['guard', { guard: account(17) }],
  ['fallback handler', { fallbackHandler: account(18) }],
  ['fallback handler code', { fallbackHandlerCodeHash: word(19) }],
];

describe(profileDrift.name, () => {
  it('invariant 15: a Safe as pinned has not drifted', () => {
    expect(profileDrift(pinned, structuredClone(pinned))).toEqual([]);
  });

  it.each(changes)('invariant 15: another %s is drift, named by its field', (_case, change) => {
    const actual = { ...pinned, ...change };
    const [field] = Object.keys(change);
    const drift = profileDrift(pinned, actual);
    expect(drift.map((each) => each.field)).toEqual([field]);
    expect(drift[0]?.expected).not.toBe(drift[0]?.actual);
  });

  it('invariant 15: names every field that drifted', () => {
    const everything = Object.assign({}, pinned, ...changes.map(([, change]) => change)) as SafeProfile;
    expect(profileDrift(pinned, everything).map((each) => each.field)).toEqual(Object.keys(pinned));
  });
});

describe(profileHash.name, () => {
  it('invariant 15: differs for every change, and not for the order of members', () => {
    const hashes = [pinned, ...changes.map(([, change]) => ({ ...pinned, ...change }))].map(profileHash);
    expect(new Set(hashes).size).toBe(changes.length + 1);
    const reversed = Object.fromEntries(Object.entries(pinned).reverse()) as unknown as SafeProfile;
    expect(profileHash(reversed)).toBe(profileHash(pinned));
  });
});

describe('a profile from before there were module guards', () => {
  it('invariant 15: is still the same profile, with the same hash', () => {
    const { moduleGuard: _none, ...stored } = pinned;
    expect(SafeProfileSchema.parse(JSON.parse(JSON.stringify(stored)))).toEqual(pinned);
    expect(profileHash(pinned)).toBe(
      canonicalHash({ ...stored, owners: [...stored.owners], modules: [...stored.modules] }),
    );
  });
});

describe('a stored profile', () => {
  it('invariant 15: parse(store(profile)) is the profile, over JSON', () => {
    expect(SafeProfileSchema.parse(JSON.parse(JSON.stringify(pinned)))).toEqual(pinned);
  });

  it.each([
    ['no owner', { ...pinned, owners: [] }],
    ['threshold 0', { ...pinned, threshold: 0 }],
    ['a threshold that is text', { ...pinned, threshold: '2' }],
    ['a member too many', { ...pinned, trusted: true }],
    ['a member too few', { ...pinned, guard: undefined }],
  ])('invariant 15: refuses %s', (_case, stored) => {
    expect(SafeProfileSchema.safeParse(stored).success).toBe(false);
  });
});
