import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keccak256, numberToHex, slice } from 'viem';
import { attacks } from '../../../test/vectors/attacks.js';
import { mappingAt } from '../assets/balance-layout.js';
import type { Asset } from '../assets/asset.js';
import { addressFromHex } from '../values/address.js';
import { AMOUNT_MAX, amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { parseSafeTransaction } from './parse-safe-transaction.js';
import { type Movement, buildSafeTransaction } from './safe-transaction.js';

const { world } = attacks;
const id = parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057');
const native: Asset = { kind: 'native', id, chainId: world.chainId, symbol: 'ETH', decimals: 18 };
const tokens: Asset[] = world.tokens.map((token) => ({
  kind: 'erc20',
  id,
  chainId: world.chainId,
  ...token,
  codeHash: parseBytes32(keccak256(token.address)),
  balances: mappingAt(9),
  proxy: null,
}));
const context = { safe: world.safe, assets: [native, ...tokens], nonce: BigInt(world.onchainNonce) };

const isBatch = (vector: { id: string }): boolean => vector.id.startsWith('MS-');
const single = attacks.safeTx.filter(
  (vector) => !isBatch(vector) && !vector.id.startsWith('CH-') && vector.id !== 'OK-03',
);

describe('invariants 1 and 2: what a Safe transaction may say', () => {
  it.each(single)('invariant 1: $id $name', (vector) => {
    const parsed = parseSafeTransaction(vector.tx, context);
    if (vector.expect.verdict === 'ACCEPT') {
      expect(parsed.kind).toBe('movement');
    } else {
      expect(parsed).toMatchObject({ kind: 'refused', refusal: { code: vector.expect.code } });
    }
  });

  it.each(attacks.safeTx.filter(isBatch))('invariant 1: batch $id $name is refused', (vector) => {
    expect(parseSafeTransaction(vector.tx, context).kind).toBe('refused');
  });

  it('invariant 1: the same-nonce cancel is no transfer', () => {
    const cancel = attacks.safeTx.find((vector) => vector.id === 'OK-03');
    if (!cancel) throw new Error('the corpus lacks OK-03');
    expect(parseSafeTransaction(cancel.tx, context)).toEqual({ kind: 'cancel' });
    const later = { ...cancel.tx, nonce: cancel.tx.nonce + 1n };
    for (const other of [later, { ...cancel.tx, value: 1n }, { ...cancel.tx, data: '0x00' as const }]) {
      expect(parseSafeTransaction(other, context)).toMatchObject({ refusal: { code: 'SELF_CALL' } });
    }
  });
});

const anyMovement: fc.Arbitrary<Movement> = fc.record({
  asset: fc.constantFrom(native, ...tokens),
  destination: fc
    .bigInt({ min: 0n, max: (1n << 160n) - 1n })
    .map((value) => addressFromHex(numberToHex(value, { size: 20 })))
    .filter((address) => address !== world.safe),
  amount: fc.bigInt({ min: 1n, max: AMOUNT_MAX }).map(amountOf),
});

describe('invariant 2: parse back', () => {
  it('invariant 2: parse(build(movement)) is the movement, for any movement', () => {
    fc.assert(
      fc.property(anyMovement, fc.bigInt({ min: 0n, max: AMOUNT_MAX }), (movement, nonce) => {
        const tx = buildSafeTransaction(movement, nonce);
        expect(parseSafeTransaction(tx, { ...context, nonce })).toEqual({ kind: 'movement', movement });
      }),
    );
  });

  it('invariant 1: any appended or missing byte of a token transfer is refused', () => {
    const [token] = tokens;
    if (!token) throw new Error('the corpus names no token');
    fc.assert(
      fc.property(anyMovement, fc.integer({ min: 5, max: 67 }), (movement, cut) => {
        const tx = buildSafeTransaction({ ...movement, asset: token }, context.nonce);
        const longer = parseSafeTransaction({ ...tx, data: `${tx.data}00` }, context);
        const shorter = parseSafeTransaction({ ...tx, data: slice(tx.data, 0, cut) }, context);
        expect([longer.kind, shorter.kind]).toEqual(['refused', 'refused']);
      }),
    );
  });
});
