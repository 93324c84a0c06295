import { describe, expect, it } from '@jest/globals';
import { aContent } from '../../../test/builders/destination.js';
import { ETHER, USDC } from '../../../test/builders/policy.js';
import { addressFromHex } from '../values/address.js';
import type { DestinationContentJson } from './destination.js';
import { foundingFaults } from './founding-faults.js';

const SAFE = addressFromHex('0x5afe00000000000000000000000000000000c01d');
const KEY = addressFromHex('0x15d34aaf54267db7d7c367839aaf71a00a2c6a65');
const ALIKE = addressFromHex('0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2334');
const HOT = aContent().address;

function faults(...changes: readonly Partial<DestinationContentJson>[]): readonly string[] {
  return foundingFaults({
    entries: changes.map((change) => aContent(change)),
    assets: [
      { asset: { kind: 'native', id: ETHER, chainId: 1, symbol: 'ETH', decimals: 18 }, isRemoved: false },
    ],
    safes: [SAFE],
    keys: [KEY],
    known: [{ address: KEY, what: 'a key' }],
  });
}

describe(foundingFaults.name, () => {
  it('finds nothing wrong with entries in order, whatever their terms', () => {
    const other = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    expect(
      faults({}, { address: other, label: 'Hot wallet 2', limits: [], canary: [], expiresAt: 1 }),
    ).toEqual([]);
  });

  it.each([
    [SAFE, 'a Safe is no destination of itself'],
    [KEY, `${KEY} signs for Sluice or for a Safe, which is no destination`],
    [addressFromHex(`0x${'00'.repeat(20)}`), 'is the zero address, which is no destination'],
  ])('C09: names %s', (address, words) => {
    expect(faults({ address })).toEqual([expect.stringContaining(`Hot wallet 1: `)]);
    expect(faults({ address })[0]).toContain(words);
  });

  it('C01: names two entries that can be confused, and one like a key', () => {
    expect(faults({}, { address: ALIKE, label: 'Hot wallet 2' })).toEqual([
      expect.stringContaining(
        `Hot wallet 2: it can be confused with the entry "Hot wallet 1": ${ALIKE} is not ${HOT}`,
      ),
    ]);
    const likeKey = addressFromHex(`${KEY.slice(0, 6)}${'5a'.repeat(16)}${KEY.slice(-4)}`);
    expect(faults({ address: likeKey })[0]).toContain('it can be confused with a key');
  });

  it('C05: names two labels that read alike', () => {
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    expect(faults({}, { address, label: 'Hot-Wallet I' })).toEqual([
      'Hot-Wallet I: the label reads like "Hot wallet 1"',
    ]);
  });

  it('invariant 22: names an amount with more decimals than its asset has', () => {
    const max = `0.${'0'.repeat(18)}1`;
    const entry = { assetIds: [ETHER, USDC], canary: [{ assetId: ETHER, max }], limits: [] };
    expect(faults(entry)[0]).toContain(`${max} ETH`);
  });
});
