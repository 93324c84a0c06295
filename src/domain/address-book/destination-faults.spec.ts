import { describe, expect, it } from '@jest/globals';
import { aContent, aDestination } from '../../../test/builders/destination.js';
import { CODE_HASH, ETHER, NOW, USDC } from '../../../test/builders/policy.js';
import { mappingAt } from '../assets/balance-layout.js';
import { type Address, addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { unixSeconds } from '../values/time.js';
import type { DestinationContentJson } from './destination.js';
import {
  type BookWorld,
  destinationFaults,
  lookalikeFaults,
  needsCompliance,
  versionFaults,
} from './destination-faults.js';
import { difference } from './lookalike.js';

const DAY = 86_400;
const address = (hex: string): Address => addressFromHex(hex);
const SAFE = address('0x5afe00000000000000000000000000000000c01d');
const KEY = address('0x15d34aaf54267db7d7c367839aaf71a00a2c6a65');
const TOKEN = address('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
const HOT = aContent().address;
const ALIKE = address('0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2334');
const other = { id: 'dst_01890a5d-ac96-774b-bcce-b302099a9999' };

const world: BookWorld = {
  now: unixSeconds(NOW),
  chainId: 1,
  assets: [
    {
      asset: {
        kind: 'erc20',
        id: USDC,
        chainId: 1,
        address: TOKEN,
        symbol: 'USDC',
        decimals: 6,
        codeHash: parseBytes32(CODE_HASH),
        balances: mappingAt(9),
        proxy: null,
      },
      isRemoved: false,
    },
    { asset: { kind: 'native', id: ETHER, chainId: 1, symbol: 'ETH', decimals: 18 }, isRemoved: true },
  ],
  entries: [],
  safes: [SAFE],
  keys: [KEY],
  before: null,
};

function faults(change: Partial<DestinationContentJson>, more: Partial<BookWorld> = {}) {
  return destinationFaults(aContent(change), { ...world, ...more }).map(({ pointer, code }) => [
    pointer,
    code,
  ]);
}

const none = { control: { kind: 'none', reason: 'deposit address' } } as const;
const inDays = (days: number) => ({ expiresAt: NOW + days * DAY });

describe(destinationFaults.name, () => {
  it('finds nothing wrong with an entry that is in order', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ ...none, ...inDays(90) })).toEqual([]);
    expect(faults({ limits: [] })).toEqual([]);
  });

  it.each([
    ['the zero address', '0x0000000000000000000000000000000000000000'],
    ['a precompile', '0x0000000000000000000000000000000000000001'],
    ['the last precompile', '0x0000000000000000000000000000000000000011'],
    ['P-256', '0x0000000000000000000000000000000000000100'],
    ['a burn address', '0x000000000000000000000000000000000000dead'],
    ['the Safe itself', SAFE],
    ['a token', TOKEN],
    ['a key of an owner, a person or the relayer', KEY],
    ['MultiSend 1.4.1', '0x38869bf66a61cf6bdb996a6ae40d5853fd43b526'],
    ['MultiSendCallOnly 1.3.0', '0x40a2accbd92bca938b02010e17a5b8929b49130d'],
    ['the singleton 1.4.1', '0x41675c099f32341bf84bfc5382af534df5c7461a'],
    ['the proxy factory 1.4.1', '0x4e1dcf7ad4e460cfd30791ccc4f9c8a4f820ec67'],
    ['a fallback handler', '0xfd0732dc9e303f09fcef3a7388ad10a83459ec99'],
  ])('C09: refuses %s', (_what, hex) => {
    expect(faults({ address: address(hex) })).toEqual([['/address', 'DEST_NOT_ALLOWED']]);
  });

  it('C07: refuses another chain', () => {
    expect(faults({ chainId: 10 })).toContainEqual(['/chainId', 'CHAIN_MISMATCH']);
  });

  it('refuses an address that is in the book, but not one that was removed or has expired', () => {
    const entries = (change: object) => ({ entries: [aDestination({ ...other, ...change })] });
    expect(faults({ label: 'Hot 2' }, entries({}))).toEqual([['/address', 'DEST_EXISTS']]);
    expect(faults({ label: 'Hot 2' }, entries({ removedAt: NOW }))).toEqual([]);
    expect(faults({ label: 'Hot 2' }, entries(inDays(0)))).toEqual([]);
  });

  it('C05, C11: refuses a label that reads like that of any other address, also of a removed one', () => {
    const there = aDestination({ ...other, address: TOKEN, label: 'Hot-Wallet I', removedAt: NOW });
    expect(faults({}, { entries: [there] })).toEqual([['/label', 'LABEL_CONFUSABLE']]);
    expect(faults({ label: 'Hot wallet 2' }, { entries: [there] })).toEqual([]);
    const same = aDestination({ ...other, removedAt: NOW });
    expect(faults({}, { entries: [same] })).toEqual([]);
  });

  it('refuses assets that are not registered, or no longer', () => {
    const canary = [{ assetId: ETHER, max: '1' }];
    expect(faults({ assetIds: [ETHER], limits: [], canary })).toEqual([['/assetIds/0', 'ASSET_NOT_ALLOWED']]);
    expect(faults({}, { assets: [] })).toEqual([['/assetIds/0', 'ASSET_NOT_ALLOWED']]);
  });

  it('needs an amount for the first transfer of each asset, within its limit', () => {
    const canary = (max: string) => ({ canary: [{ assetId: USDC, max }] });
    expect(faults({ canary: [] })).toEqual([['/canary', 'FIRST_TRANSFER_CANARY']]);
    expect(faults(canary('1000'))).toEqual([]);
    expect(faults(canary('1000.000001'))).toEqual([['/canary/0/max', 'FIRST_TRANSFER_CANARY']]);
  });

  it('invariant 22: refuses more decimals than the asset has', () => {
    expect(faults({ limits: [{ assetId: USDC, maxPerTransfer: '1000.0000001' }] })).toEqual([
      ['/limits/0/maxPerTransfer', 'AMOUNT_FORMAT'],
    ]);
    expect(faults({ canary: [{ assetId: USDC, max: '0.0000001' }] })).toEqual([
      ['/canary/0/max', 'AMOUNT_FORMAT'],
    ]);
  });

  it.each([
    [0, [['/expiresAt', 'EXPIRED']]],
    [400, []],
    [401, [['/expiresAt', 'EXPIRY_TOO_FAR']]],
  ])('C13: of an entry that expires in %i days says %j', (days, expected) => {
    expect(faults(inDays(days))).toEqual(expected);
  });

  it('C13: holds an address that nobody signed for to 90 days and a limit of its own', () => {
    expect(faults({ ...none, ...inDays(91) })).toEqual([['/expiresAt', 'EXPIRY_TOO_FAR']]);
    expect(faults({ ...none, ...inDays(90), limits: [] })).toEqual([['/limits', 'LIMIT_DESTINATION']]);
  });

  it('takes a key for an address without code, and an answer for one with code', () => {
    const signed = { challenge: `0x${'22'.repeat(32)}`, expiresAt: NOW, blockHash: `0x${'33'.repeat(32)}` };
    const wallet = { kind: 'eip1271', signature: '0x', ...signed } as const;
    expect(faults({ codeHash: CODE_HASH, control: wallet })).toEqual([]);
    expect(faults({ control: wallet })).toEqual([['/control/kind', 'CONTROL_NOT_PROVEN']]);
    expect(faults({ codeHash: CODE_HASH })).toEqual([['/control/kind', 'CONTROL_NOT_PROVEN']]);
  });
});

describe(versionFaults.name, () => {
  const before = aDestination();
  const codes = (change: Partial<DestinationContentJson>, entry = before) =>
    versionFaults(aContent(change), { ...world, before: entry, entries: [entry] }).map(({ code }) => code);

  it('lets an entry in force be confirmed again, with its own address and label', () => {
    expect(codes({})).toEqual([]);
    expect(faults(inDays(400), { before, entries: [before] })).toEqual([]);
  });

  it('C11: keeps the address of an entry', () => {
    expect(codes({ address: ALIKE })).toEqual(['ENTRY_IMMUTABLE']);
    expect(codes({ chainId: 10 })).toEqual(['ENTRY_IMMUTABLE']);
  });

  it('C13: revives no entry that has expired or was removed', () => {
    expect(codes({}, aDestination({ expiresAt: NOW }))).toEqual(['ENTRY_EXPIRED']);
    expect(codes({}, aDestination({ removedAt: NOW - 1 }))).toEqual(['STATE_CONFLICT']);
  });
});

describe(lookalikeFaults.name, () => {
  const known = [{ address: ALIKE, what: 'a counterparty of "Cold 1"' }];
  const named = (words: string, at = ALIKE) => ({
    address: HOT,
    lookalikes: [{ address: at, difference: words }],
  });

  it('C01: refuses an address that can be confused, with the two side by side', () => {
    const [fault, ...more] = lookalikeFaults({ address: HOT, lookalikes: [] }, known);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ pointer: '/lookalikes', code: 'DEST_LOOKALIKE' });
    expect(fault?.detail.split('\n')).toEqual([
      `${HOT} can be confused with a counterparty of "Cold 1":`,
      '0xf3A9[C1D4E5b60718293A4b5c6D7E8F900112]2334',
      '0xf3A9[dEaDBeeFdEAdBEeFdeaDBEeFdeaDBeEF]2334',
      `To propose it all the same, name ${ALIKE} in "lookalikes" with this difference: ${difference(HOT, ALIKE)}`,
    ]);
  });

  it('is content when each is named with the very difference', () => {
    expect(lookalikeFaults(named(difference(HOT, ALIKE)), known)).toEqual([]);
  });

  it('refuses other words, the words of the other direction, and names that are no look-alikes', () => {
    for (const words of ['seen', difference(ALIKE, HOT)]) {
      expect(lookalikeFaults(named(words), known)).toMatchObject([
        { pointer: '/lookalikes/0', code: 'DEST_LOOKALIKE' },
      ]);
    }
    const stranger = lookalikeFaults(named(difference(HOT, TOKEN), TOKEN), []);
    expect(stranger).toMatchObject([{ pointer: '/lookalikes/0', code: 'DEST_LOOKALIKE' }]);
  });

  it('does not call the same address like itself', () => {
    expect(lookalikeFaults({ address: HOT, lookalikes: [] }, [{ address: HOT, what: 'itself' }])).toEqual([]);
  });
});

describe(needsCompliance.name, () => {
  it('is for look-alikes, and for addresses that nobody signed for', () => {
    expect(needsCompliance(aContent())).toBe(false);
    expect(needsCompliance(aContent(none))).toBe(true);
    expect(needsCompliance(aContent({ lookalikes: [{ address: ALIKE, difference: 'seen' }] }))).toBe(true);
  });
});
