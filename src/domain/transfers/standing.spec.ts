import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type Standing, standingFaults } from './standing.js';
import type { TransferIn } from './transfer.js';

const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const uuid = '01890a5d-ac96-774b-bcce-b302099a805';
const at = unixSeconds(1_800_000_000);
const assetId = parseId('ast', `ast_${uuid}3`);
const destinationId = parseId('dst', `dst_${uuid}4`);
const requesterId = parseId('per', `per_${uuid}1`);

const transfer: TransferIn<'awaiting-confirmation'> = {
  id: parseId('tr', `tr_${uuid}5`),
  intent: {
    ...{ safeId: parseId('safe', `safe_${uuid}2`), chainId: 5, safe: account(1), assetId, destinationId },
    ...{ asset: account(7), destination: account(2), amount: amountOf(5n), reference: 'refill' },
    ...{ requesterId, salt: word(9), expiresAt: unixSeconds(at + 600) },
  },
  ...{ intentHash: word(8), intentSignature: '0x00', revision: 1, createdAt: at },
  state: 'awaiting-confirmation',
  evidence: {
    cleared: {
      ...{ nonce: 7n, words: 'Send 5 USDC', safeTxHash: word(1), effectsDigest: word(2) },
      ...{ policyHash: word(3), exceptions: [word(4), word(5)], tier: 'small' },
      require: [{ group: 'treasury', count: 1 }],
    },
  },
};

const sound: Standing = {
  now: at,
  policy: { version: 3, hash: word(3) },
  clearedUnder: { version: 3 },
  words: 'Send 5 USDC',
  destination: {
    ...{ id: destinationId, chainId: 5, address: account(2), label: 'Hot wallet 1', assetIds: [assetId] },
    ...{ approvedAt: at, expiresAt: unixSeconds(at + 1), removedAt: null, codeHash: null },
    ...{ owner: 'Treasury', limits: [], canary: [], lookalikes: [] },
    control: { kind: 'none', reason: 'Founded' },
  },
  asset: {
    isRemoved: false,
    asset: {
      ...{ kind: 'erc20', id: assetId, chainId: 5, address: account(7), symbol: 'USDC', decimals: 6 },
      ...{ codeHash: word(6), proxy: null },
      balances: { kind: 'mapping', slot: 0n } as never,
    },
  },
  requester: {
    ...{ id: requesterId, name: 'Tessa', roles: ['operator'], groups: [], removedAt: null },
    ...{ keys: [], accounts: [] },
  },
  isIntentSigned: true,
  exceptions: [word(5), word(4), word(99)],
  quorum: null,
};

const counted = { met: false, missing: [], counted: [], rejectedBy: [] };
const { destination, requester } = sound;

const faults: readonly [string, Partial<Standing>, string][] = [
  [
    'a tighter or looser policy',
    { policy: { version: 4, hash: word(33) } },
    'policy 4 is in force, cleared under policy 3',
  ],
  [
    'a policy from nowhere',
    { policy: { version: 4, hash: word(33) }, clearedUnder: undefined },
    'policy 4 is in force, cleared under a policy that is not known',
  ],
  [
    'a removed destination',
    { destination: { ...destination, removedAt: at } },
    'Hot wallet 1 was removed from the address book',
  ],
  [
    'a destination at its expiry',
    { now: unixSeconds(at + 1) },
    'the entry of Hot wallet 1 in the address book has expired',
  ],
  [
    'another address of the destination',
    { destination: { ...destination, address: account(3) } },
    'the address book has another address for Hot wallet 1 now',
  ],
  [
    'a destination without the asset',
    { destination: { ...destination, assetIds: [] } },
    'Hot wallet 1 may no longer receive this asset',
  ],
  [
    'a removed asset',
    { asset: { ...sound.asset, isRemoved: true } },
    'USDC was removed from the registry of assets',
  ],
  [
    'another contract of the asset',
    { asset: { isRemoved: false, asset: { ...sound.asset.asset, address: account(8) } as never } },
    'the registry of assets has another contract for USDC now',
  ],
  ['a removed requester', { requester: { ...requester, removedAt: at } }, 'the requester Tessa was removed'],
  [
    'a requester in another role',
    { requester: { ...requester, roles: ['admin'] } },
    'the requester Tessa is no longer an operator',
  ],
  [
    'a revoked key',
    { isIntentSigned: false },
    'the key that Tessa signed the intent with is no longer theirs to use',
  ],
  ['an exception that is gone', { exceptions: [word(4)] }, 'an exception that it rests on no longer counts'],
  ['another line', { words: 'Send 6 USDC' }, 'it reads otherwise now: Send 6 USDC'],
  [
    'a quorum that is gone',
    { quorum: { ...counted, missing: [{ group: 'risk', needed: 2, have: 1 }] } },
    'the confirmations no longer make the quorum: 2 of risk needed, 1 there',
  ],
  [
    'a no in between',
    { quorum: { ...counted, rejectedBy: ['per_1'] } },
    'the confirmations no longer make the quorum: per_1 rejected',
  ],
];

describe(standingFaults.name, () => {
  it('invariant 9: finds nothing where nothing changed', () => {
    expect(standingFaults(transfer, sound)).toEqual([]);
    expect(standingFaults(transfer, { ...sound, quorum: { ...counted, met: true } })).toEqual([]);
  });

  it.each(faults)('invariant 9: says of %s what changed, and that alone', (_case, change, words) => {
    expect(standingFaults(transfer, { ...sound, ...change })).toEqual([words]);
  });

  it('invariant 9: says all that changed', () => {
    const all = { ...sound, policy: { version: 4, hash: word(33) }, words: 'Send 6 USDC' };
    expect(standingFaults(transfer, all)).toHaveLength(2);
  });

  it('invariant 9: reads everything that it is told', () => {
    const read = new Set(faults.flatMap(([, change]) => Object.keys(change)));
    expect([...read].sort()).toEqual(Object.keys(sound).sort());
  });
});
