import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { keccak256 } from 'viem';
import { z } from 'zod';
import { attacks } from '../../../test/vectors/attacks.js';
import { ZERO_ADDRESS, addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { onboardingRefusals, safeCode, supportedVersion } from './onboarding.js';
import type { SafeProfile } from './profile.js';

const pinned = z
  .object({
    world: z.object({
      pinned: z.object({
        singleton: z.string(),
        singletonCodeHash: z.string(),
        proxyCodeHash: z.string(),
        fallbackHandler: z.string(),
      }),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../test/vectors/attacks.json', import.meta.url), 'utf8')))
  .world.pinned;

const stranger = addressFromHex('0xbad0000000000000000000000000000000000001');

const good: SafeProfile = {
  chainId: attacks.world.chainId,
  address: attacks.world.safe,
  proxyCodeHash: parseBytes32(pinned.proxyCodeHash),
  singleton: addressFromHex(pinned.singleton),
  singletonCodeHash: parseBytes32(pinned.singletonCodeHash),
  owners: attacks.world.owners,
  threshold: attacks.world.threshold,
  modules: [],
  guard: ZERO_ADDRESS,
  moduleGuard: ZERO_ADDRESS,
  fallbackHandler: addressFromHex(pinned.fallbackHandler),
  fallbackHandlerCodeHash: parseBytes32('0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9'),
};
const otherCode = parseBytes32(keccak256('0x00'));

describe('invariant 15: which Safes may be onboarded', () => {
  it('invariant 15: a plain Safe 1.4.1, with the compatibility handler or none', () => {
    expect(onboardingRefusals(good)).toEqual([]);
    expect(onboardingRefusals({ ...good, fallbackHandler: ZERO_ADDRESS })).toEqual([]);
    expect(supportedVersion(good)).toBe('1.4.1');
  });

  it.each([
    [
      'DefaultCallbackHandler 1.3.0',
      '0x1AC114C2099aFAf5261731655Dc6c306bFcd4Dbd',
      '0xd08bd0ead83eb9225146111b79803506ed4c9d20b74bf7e21b96072ecd9065b9',
    ],
    [
      'TokenCallbackHandler 1.4.1',
      '0xeDCF620325E82e3B9836eaaeFdc4283E99Dd7562',
      '0x93f67c39f2279c920da8fc9c37a32de7c3b0ecfaafff75f9ac762cfb7367f2db',
    ],
    [
      'TokenCallbackHandler 1.5.0',
      '0x54e86d004d71a8D2112ec75FaCE57D730b0433F3',
      '0xcbc723172700efa52cc33ee26c7fc7e284edc8097f9dc307857fe525fec98cd8',
    ],
  ] as const)('invariant 15: %s as the handler is taken in, with its own code only', (_name, at, code) => {
    const profile = {
      ...good,
      fallbackHandler: addressFromHex(at),
      fallbackHandlerCodeHash: parseBytes32(code),
    };
    expect(onboardingRefusals(profile)).toEqual([]);
    const other = onboardingRefusals({ ...profile, fallbackHandlerCodeHash: good.fallbackHandlerCodeHash });
    expect(other.map((each) => each.code)).toEqual(['SAFE_STATE_DRIFT']);
  });

  const singletons = {
    'an unknown singleton': { singleton: stranger },
    'a known singleton with other code': { singletonCodeHash: otherCode },
    'Safe 1.1.1': {
      singleton: addressFromHex('0x34CfAC646f301356fAa8B21e94227e3583Fe3F5F'),
      singletonCodeHash: parseBytes32('0x56b8be58b5ad629a621593a2e5e5e8e9a28408dc06e95597497b303902772e45'),
    },
    'a proxy with other code': { proxyCodeHash: otherCode },
  } satisfies Record<string, Partial<SafeProfile>>;

  it.each(Object.entries(singletons))('invariant 15: %s is refused', (_name, change) => {
    const refusals = onboardingRefusals({ ...good, ...change });
    expect(refusals.map((each) => each.code)).toEqual(['SAFE_VERSION_UNSUPPORTED']);
  });

  const states = {
    'a module': { modules: [stranger] },
    'a guard': { guard: stranger },
    'a module guard': { moduleGuard: stranger },
    'a token as fallback handler': { fallbackHandler: stranger },
    'the known handler with other code': { fallbackHandlerCodeHash: otherCode },
    'a threshold of one': { threshold: 1 },
    'a threshold above the owners': { threshold: 6 },
    'an owner twice': { owners: [...good.owners, ...good.owners.slice(0, 1)] },
    'the Safe as its own owner': { owners: [...good.owners, good.address] },
  } satisfies Record<string, Partial<SafeProfile>>;

  it.each(Object.entries(states))('invariant 15: %s is refused', (_name, change) => {
    const refusals = onboardingRefusals({ ...good, ...change });
    expect(refusals.map((each) => each.code)).toEqual(['SAFE_STATE_DRIFT']);
  });

  it('names every fault, not only the first', () => {
    expect(onboardingRefusals({ ...good, modules: [stranger], threshold: 1, guard: stranger })).toHaveLength(
      3,
    );
  });

  it('invariant 15: SafeL2 1.3.0, Safe 1.5.0 and its L2 variant are told apart by slot 0 and its code', () => {
    const singletons = [
      [
        '0x3E5c63644E683549055b9Be8653de26E0B4CD36E',
        '0x21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f',
      ],
      [
        '0xFf51A5898e281Db6DfC7855790607438dF2ca44b',
        '0xdda019cbd7c867a533a2a86e5c53434fdc50b13122b5a5ddb4a8df61b31c20f2',
      ],
      [
        '0xEdd160fEBBD92E350D4D398fb636302fccd67C7e',
        '0x180193227186ccb85316c94db1f0d156ed932b14712cfaac78901899178572dc',
      ],
    ] as const;
    const found = singletons.map(([address, code]) =>
      safeCode({ singleton: addressFromHex(address), singletonCodeHash: parseBytes32(code) }),
    );
    expect(found).toMatchObject([
      { version: '1.3.0', l2: true },
      { version: '1.5.0', l2: false },
      { version: '1.5.0', l2: true },
    ]);
  });

  it('Safe 1.3.0 is supported at both of its addresses', () => {
    const code = parseBytes32('0xbba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e');
    for (const text of [
      '0xd9Db270c1B5E3Bd161E8c8503c55cEABeE709552',
      '0x69f4D1788e39c87893C980c06EdF4b7f686e2938',
    ]) {
      expect(supportedVersion({ singleton: addressFromHex(text), singletonCodeHash: code })).toBe('1.3.0');
    }
  });
});
