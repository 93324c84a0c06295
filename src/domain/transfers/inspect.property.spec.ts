import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, concat, encodeFunctionData, parseAbi } from 'viem';
import {
  EVIL,
  HOT,
  LOOKALIKE,
  NEXT_NONCE,
  SAFE,
  TEST_WORLD,
  TOKEN,
  goodTransaction,
} from '../self-test/test-world.js';
import { ZERO_ADDRESS, addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { inspect, judgeTransaction } from './inspect.js';
import { parseSafeTransaction } from './parse-safe-transaction.js';
import { type ProposedSafeTransaction, buildSafeTransaction, transferCalldata } from './safe-transaction.js';

const CALL_ONLY = addressFromHex('0x9641d764fc13c8b624c04430c7356c1c7c8102e2');
const address = fc.constantFrom(HOT, TOKEN, SAFE, EVIL, LOOKALIKE, CALL_ONLY, ZERO_ADDRESS);
const units = fc.constantFrom(0n, 1n, 1_000_000n, 2_000_000_000_000n, 2_000_000_000_001n, (1n << 256n) - 1n);
const bytes = fc.uint8Array({ maxLength: 200 }).map((raw): Hex => `0x${Buffer.from(raw).toString('hex')}`);
const multiSend = (blob: Hex): Hex =>
  encodeFunctionData({ abi: parseAbi(['function multiSend(bytes b)']), args: [blob] });
const data: fc.Arbitrary<Hex> = fc.oneof(
  fc.constant<Hex>('0x'),
  fc.tuple(address, units).map(([to, amount]) => transferCalldata(to, amountOf(amount))),
  fc
    .tuple(address, units, bytes)
    .map(([to, amount, tail]) => concat([transferCalldata(to, amountOf(amount)), tail])),
  bytes.map(multiSend),
  bytes,
);
const mostly = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
const transaction: fc.Arbitrary<ProposedSafeTransaction> = fc.record({
  to: address,
  value: mostly(0n, units),
  data,
  operation: mostly(0, fc.integer({ min: 0, max: 255 })),
  safeTxGas: mostly(0n, units),
  baseGas: mostly(0n, units),
  gasPrice: mostly(0n, units),
  gasToken: mostly(ZERO_ADDRESS, address),
  refundReceiver: mostly(ZERO_ADDRESS, address),
  nonce: mostly(NEXT_NONCE, units),
});

describe('invariant 1: what is accepted', () => {
  it('invariant 1: is to the last bit what Sluice would build, to a listed destination', () => {
    fc.assert(
      fc.property(transaction, (tx) => {
        if (judgeTransaction({ transaction: tx }, TEST_WORLD).verdict !== 'ACCEPT') return;
        const { assets } = TEST_WORLD;
        const parsed = parseSafeTransaction(tx, { safe: SAFE, nonce: NEXT_NONCE, assets: assets ?? [] });
        if (parsed.kind !== 'movement') throw new Error('it was accepted without being a movement');
        expect(buildSafeTransaction(parsed.movement, NEXT_NONCE)).toEqual(tx);
        expect(parsed.movement.destination).toBe(HOT);
      }),
      { numRuns: 2_000 },
    );
  });

  it('invariant 1: is never a good transaction with a byte of its selector or destination changed', () => {
    fc.assert(
      fc.property(fc.nat(35), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const raw = Buffer.from(goodTransaction().data.slice(2), 'hex');
        raw[at] = (raw[at] ?? 0) ^ flip;
        const changed = goodTransaction({ data: `0x${raw.toString('hex')}` });
        const { verdict } = judgeTransaction({ transaction: changed }, TEST_WORLD);
        expect(verdict).not.toBe('ACCEPT');
      }),
    );
  });

  it('invariant 6: every transaction and every signature gets an answer', async () => {
    await fc.assert(
      fc.asyncProperty(transaction, bytes, async (tx, signatures) => {
        const { verdict, code, reason } = await inspect({ transaction: tx, signatures }, TEST_WORLD);
        expect(code === null).toBe(verdict.startsWith('ACCEPT'));
        expect(reason).not.toBe('');
        expect(verdict).not.toMatch(/^ACCEPT/);
      }),
      { numRuns: 500 },
    );
  });
});
