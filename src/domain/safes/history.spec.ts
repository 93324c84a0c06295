import { describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, keccak256, numberToHex, parseAbiParameters, stringToBytes } from 'viem';
import { type Address, ZERO_ADDRESS, addressFromHex } from '../values/address.js';
import { parseBytes32, parseHex } from '../values/hex.js';
import { type SafeHistory, historyRefusals } from './history.js';
import type { SafeProfile } from './profile.js';
import { type SafeLog, addressesIn, pastEvent } from './safe-events.js';

const account = (value: number): Address => addressFromHex(`0x5afe${value.toString(16).padStart(36, '0')}`);
const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const topic = (signature: string) => parseBytes32(keccak256(stringToBytes(signature)));
const released = {
  singleton: {
    address: addressFromHex('0xFf51A5898e281Db6DfC7855790607438dF2ca44b'),
    codeHash: parseBytes32('0xdda019cbd7c867a533a2a86e5c53434fdc50b13122b5a5ddb4a8df61b31c20f2'),
  },
  l2: {
    address: addressFromHex('0xEdd160fEBBD92E350D4D398fb636302fccd67C7e'),
    codeHash: parseBytes32('0x180193227186ccb85316c94db1f0d156ed932b14712cfaac78901899178572dc'),
  },
  factory: {
    address: addressFromHex('0x14F2982D601c9458F93bd70B218933A6f8165e7b'),
    codeHash: parseBytes32('0x967dae4cda22b0c9ef7f31b010bdc1ceb0af9904b0c3dc060b5302e4c18a4529'),
  },
  l2Setup: {
    address: addressFromHex('0x900C7589200010D6C6eCaaE5B06EBe653bc2D82a'),
    codeHash: parseBytes32('0xf6034d841bcbff8912aa55526b0f1609212536aaf60bb16f5e8a269a4ab38f18'),
  },
};
const other = { address: account(0xbad), codeHash: word(0xbad) };

const profile: SafeProfile = {
  chainId: 1,
  address: account(1),
  proxyCodeHash: word(2),
  singleton: released.singleton.address,
  singletonCodeHash: released.singleton.codeHash,
  owners: [account(5), account(6), account(7)],
  threshold: 2,
  modules: [],
  guard: ZERO_ADDRESS,
  moduleGuard: ZERO_ADDRESS,
  fallbackHandler: account(8),
  fallbackHandlerCodeHash: word(9),
};

const creation = { transactionHash: word(100), factory: released.factory, singleton: released.singleton };
const setup = {
  kind: 'setup' as const,
  transactionHash: word(100),
  owners: profile.owners,
  threshold: 2n,
  initializer: ZERO_ADDRESS,
  fallbackHandler: profile.fallbackHandler,
};
const executed = { kind: 'executed' as const, transactionHash: word(101) };
const fresh: SafeHistory = {
  creations: [creation],
  events: [setup],
  initializer: null,
  executions: [],
  hiddenOwners: [],
};
const used: SafeHistory = {
  ...fresh,
  events: [setup, { kind: 'harmless' }, executed],
  executions: [{ transactionHash: word(101), delegates: [profile.singleton] }],
};
const reasons = (history: SafeHistory, nonce = 0n, of: SafeProfile = profile): readonly string[] => {
  const refusals = historyRefusals(history, of, nonce);
  expect(new Set(refusals.map((each) => each.code)).size).toBeLessThanOrEqual(1);
  for (const { code } of refusals) expect(code).toBe('SAFE_HISTORY_TAINTED');
  return refusals.map((each) => each.reason);
};

describe(historyRefusals.name, () => {
  it('invariant 15: a fresh Safe, and one that only executed, have nothing against them', () => {
    expect(reasons(fresh)).toEqual([]);
    expect(reasons(used, 1n)).toEqual([]);
  });

  const toL2 = {
    kind: 'singleton-changed' as const,
    transactionHash: word(100),
    singleton: released.l2.address,
  };
  const l2Profile = {
    ...profile,
    singleton: released.l2.address,
    singletonCodeHash: released.l2.codeHash,
  };
  const movedToL2: SafeHistory = {
    ...fresh,
    events: [toL2, { ...setup, initializer: released.l2Setup.address }],
    initializer: released.l2Setup,
  };

  it('invariant 15: a setup that the released SafeToL2Setup moved to the L2 variant is fresh as well', () => {
    expect(reasons(movedToL2, 0n, l2Profile)).toEqual([]);
  });

  const tainted: Record<string, readonly [SafeHistory, bigint, RegExp]> = {
    'no creation': [{ ...fresh, creations: [] }, 0n, /no released factory/],
    'a creation by a stranger': [
      { ...fresh, creations: [{ ...creation, factory: other }] },
      0n,
      /no released factory/,
    ],
    'a factory with other code': [
      {
        ...fresh,
        creations: [{ ...creation, factory: { ...released.factory, codeHash: other.codeHash } }],
      },
      0n,
      /no released factory/,
    ],
    'a creation with another singleton': [
      { ...fresh, creations: [{ ...creation, singleton: other }] },
      0n,
      /is no released Safe/,
    ],
    'two setups': [{ ...fresh, events: [setup, setup] }, 0n, /set up 2 times/],
    'no setup': [{ ...fresh, events: [] }, 0n, /set up 0 times/],
    'a setup later than the creation': [
      { ...fresh, events: [{ ...setup, transactionHash: word(102) }] },
      0n,
      /not set up in the transaction that created it/,
    ],
    'other owners': [
      { ...fresh, events: [{ ...setup, owners: profile.owners.toReversed() }] },
      0n,
      /its owners are not/,
    ],
    'another threshold': [{ ...fresh, events: [{ ...setup, threshold: 3n }] }, 0n, /its threshold/],
    'another handler': [
      { ...fresh, events: [{ ...setup, fallbackHandler: account(9) }] },
      0n,
      /its fallback handler/,
    ],
    'a setup that delegated': [
      { ...fresh, events: [{ ...setup, initializer: other.address }], initializer: other },
      0n,
      /its setup ran the code of/,
    ],
    'a setup library with other code': [
      { ...movedToL2, initializer: { ...released.l2Setup, codeHash: other.codeHash } },
      0n,
      /its setup ran the code of/,
    ],
    'a singleton changed without a library': [
      { ...fresh, events: [setup, { ...toL2, singleton: profile.singleton }] },
      0n,
      /though its setup ran no library/,
    ],
    'a singleton that was another in between': [
      { ...movedToL2, events: [{ ...toL2, singleton: other.address }, ...movedToL2.events.slice(1)] },
      0n,
      /its history ends with the singleton/,
    ],
    'a singleton changed later': [
      { ...movedToL2, events: [{ ...toL2, transactionHash: word(103) }, ...movedToL2.events.slice(1)] },
      0n,
      /changed after it was set up/,
    ],
    'a nonce above the executions': [used, 2n, /its nonce is 2, but it logged 1 executions/],
    'a nonce below the executions': [used, 0n, /its nonce is 0/],
    'an execution that nobody traced': [{ ...used, executions: [] }, 1n, /nobody looked into/],
    'a delegatecall': [
      {
        ...used,
        executions: [{ transactionHash: word(101), delegates: [profile.singleton, other.address] }],
      },
      1n,
      /it ran the code of/,
    ],
    'an authority event': [
      { ...fresh, events: [setup, { kind: 'tainting', name: 'AddedOwner' }] },
      0n,
      /AddedOwner/,
    ],
    'a hidden owner': [{ ...fresh, hiddenOwners: [account(77)] }, 0n, /counts as an owner/],
  };

  it.each(Object.entries(tainted))('invariant 15: %s taints', (_case, [history, nonce, words]) => {
    expect(reasons(history, nonce)).toContainEqual(expect.stringMatching(words));
  });
});

describe(pastEvent.name, () => {
  const log = (signature: string, data = '0x'): SafeLog => ({
    topics: [topic(signature)],
    data: parseHex(data),
    transactionHash: word(100),
  });

  it.each([
    'AddedOwner(address)',
    'RemovedOwner(address)',
    'ChangedThreshold(uint256)',
    'EnabledModule(address)',
    'DisabledModule(address)',
    'ExecutionFromModuleSuccess(address)',
    'ExecutionFromModuleFailure(address)',
    'SafeModuleTransaction(address,address,uint256,bytes,uint8)',
    'ChangedGuard(address)',
    'ChangedModuleGuard(address)',
    'ChangedFallbackHandler(address)',
    'ApproveHash(bytes32,address)',
    'SignMsg(bytes32)',
  ])('invariant 15: %s taints, by its name', (signature) => {
    expect(pastEvent(log(signature))).toEqual({ kind: 'tainting', name: signature.split('(')[0] });
  });

  it('invariant 15: an event that no released Safe has taints, and so does a log without a topic', () => {
    expect(pastEvent(log('Stranger(address)')).kind).toBe('tainting');
    expect(pastEvent({ topics: [], data: '0x', transactionHash: word(1) }).kind).toBe('tainting');
    expect(pastEvent(log('SafeSetup(address,address[],uint256,address,address)')).kind).toBe('tainting');
    expect(pastEvent(log('ChangedMasterCopy(address)')).kind).toBe('tainting');
  });

  it('invariant 15: tells setups, executions and harmless logs', () => {
    const data = encodeAbiParameters(
      parseAbiParameters('address[] owners, uint256 threshold, address initializer, address handler'),
      [profile.owners, 2n, ZERO_ADDRESS, profile.fallbackHandler],
    );
    expect(pastEvent(log('SafeSetup(address,address[],uint256,address,address)', data))).toEqual(setup);
    expect(pastEvent(log('ExecutionSuccess(bytes32,uint256)')).kind).toBe('executed');
    expect(pastEvent(log('ExecutionFailure(bytes32,uint256)')).kind).toBe('executed');
    expect(pastEvent(log('SafeReceived(address,uint256)')).kind).toBe('harmless');
  });
});

describe(addressesIn.name, () => {
  it('finds the addresses in topics and data once each, and takes no number for one', () => {
    const padded = (value: Address) => parseBytes32(`0x${'0'.repeat(24)}${value.slice(2)}`);
    const data = parseHex(`${padded(account(3))}${word(64).slice(2)}`);
    const logs: SafeLog[] = [
      { topics: [word(1), padded(account(2))], data, transactionHash: word(9) },
      { topics: [word(1), padded(account(2))], data: '0x', transactionHash: word(9) },
    ];
    expect(addressesIn(logs)).toEqual([account(2), account(3)]);
  });
});
