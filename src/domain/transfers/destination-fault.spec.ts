import { describe, expect, it } from '@jest/globals';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { unixSeconds } from '../values/time.js';
import { type WorldDestination, destinationFault } from './destination-fault.js';
import type { MovableAsset } from './safe-transaction.js';

const SAFE = addressFromHex('0x5afe00000000000000000000000000000000c01d');
const HOT = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const native: MovableAsset = { kind: 'native', id: 'native', symbol: 'ETH', decimals: 18 };
const token: MovableAsset = {
  kind: 'erc20',
  id: 'usdc',
  address: addressFromHex('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'),
  symbol: 'USDC',
  decimals: 6,
};
const hot: WorldDestination = { chainId: 1, address: HOT, label: 'Hot 1', assetIds: ['native'] };

function faultOf(destination: string, book: readonly WorldDestination[], asset = native) {
  const movement = { asset, destination: addressFromHex(destination), amount: amountOf(1n) };
  return destinationFault(movement, { safe: SAFE, chainId: 1, assets: [native, token], destinations: book });
}

describe(destinationFault.name, () => {
  it('lets an entry of this chain through, for the assets that it names', () => {
    expect(faultOf(HOT, [hot])).toBeUndefined();
    expect(faultOf(HOT, [hot], token)).toMatchObject({ refusal: { code: 'DEST_NOT_ALLOWED' } });
    expect(faultOf(HOT, [{ ...hot, assetIds: null }], token)).toBeUndefined();
  });

  it.each([
    ['the zero address', '0x0000000000000000000000000000000000000000'],
    ['a burn address', '0x000000000000000000000000000000000000dead'],
    ['a burn address', '0xdead000000000000000042069420694206942069'],
    ['a precompile', '0x0000000000000000000000000000000000000001'],
    ['a precompile', '0x0000000000000000000000000000000000000100'],
    ['the Safe itself', SAFE],
    ['a token contract', '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'],
    ['a library', '0x9641d764fc13c8b624c04430c7356c1c7c8102e2'],
  ])('refuses %s (%s), also when the book lists it', (_name, address) => {
    const listed = { ...hot, address: addressFromHex(address) };
    expect(faultOf(address, [listed])).toMatchObject({
      verdict: 'REFUSE',
      refusal: { code: 'DEST_NOT_ALLOWED' },
    });
  });

  it('refuses what was removed, or is listed for another chain, and says so', () => {
    expect(faultOf(HOT, [{ ...hot, removedAt: unixSeconds(5) }])).toMatchObject({ verdict: 'REFUSE' });
    expect(faultOf(HOT, [{ ...hot, chainId: 10 }])?.refusal.reason).toContain('chain 10');
  });

  it.each([
    ['0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2334', 'REFUSE_AND_ALERT', 'DEST_LOOKALIKE'],
    ['0xf3a0deadbeefdeadbeefdeadbeefdeadbeef0334', 'REFUSE_AND_ALERT', 'DEST_LOOKALIKE'],
    ['0xf3b9deadbeefdeadbeefdeadbeefdeadbeef2334', 'REFUSE', 'DEST_NOT_ALLOWED'],
    ['0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2434', 'REFUSE', 'DEST_NOT_ALLOWED'],
  ])('C01: %s beside the hot wallet is %s %s', (address, verdict, code) => {
    expect(faultOf(address, [hot])).toMatchObject({ verdict, refusal: { code } });
  });
});
