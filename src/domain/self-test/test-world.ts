import {
  type MovableAsset,
  type ProposedSafeTransaction,
  buildSafeTransaction,
} from '../transfers/safe-transaction.js';
import type { World } from '../transfers/inspect.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { unixSeconds } from '../values/time.js';

// Invented addresses: the self-test touches no chain.
export const SAFE = addressFromHex('0x5afe00000000000000000000000000000000c01d');
export const HOT = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
export const LOOKALIKE = addressFromHex('0xf3a9deadbeefdeadbeefdeadbeefdeadbeef2334');
export const EVIL = addressFromHex('0xbad0000000000000000000000000000000000001');
export const TOKEN = addressFromHex('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
export const NEXT_NONCE = 42n;

export const LIMIT = 2_000_000_000_000n;

const NATIVE: MovableAsset = { kind: 'native', id: 'native', symbol: 'ETH', decimals: 18 };
const USDC: MovableAsset = { kind: 'erc20', id: 'usdc', address: TOKEN, symbol: 'USDC', decimals: 6 };

/** The Safe, the address book and the limits that the built-in attacks are tried on. */
export const TEST_WORLD: World = {
  safe: SAFE,
  chainId: 1,
  version: '1.4.1',
  nonce: NEXT_NONCE,
  assets: [NATIVE, USDC],
  destinations: [{ chainId: 1, address: HOT, label: 'Hot 1', assetIds: null, expiresAt: unixSeconds(2_000) }],
  limits: [{ assetId: USDC.id, max: LIMIT }],
  now: unixSeconds(1_000),
  // The first three addresses of the development mnemonic, whose keys are public, in ascending order.
  owners: [
    addressFromHex('0x15d34aaf54267db7d7c367839aaf71a00a2c6a65'),
    addressFromHex('0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'),
    addressFromHex('0x70997970c51812dc3a010c7d01b50e0d17dc79c8'),
  ],
  threshold: 3,
  safeFault: null,
  notChecked: [],
};

/** A flawless token transfer. Every attack differs from it in one thing. */
export function goodTransaction(change: Partial<ProposedSafeTransaction> = {}): ProposedSafeTransaction {
  const movement = { asset: USDC, destination: HOT, amount: amountOf(1_000_000_000_000n) };
  return { ...buildSafeTransaction(movement, NEXT_NONCE), ...change };
}
