import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, concat, numberToHex, pad, size, slice } from 'viem';
import { execTransactionData } from '../simulation/exec-call.js';
import { addressFromHex } from '../values/address.js';
import { parseHex } from '../values/hex.js';
import { parseExecCalldata, readExecCalldata } from './exec-calldata.js';
import type { ProposedSafeTransaction } from './safe-transaction.js';

const bytes = (most: number) =>
  fc.uint8Array({ maxLength: most }).map((each): Hex => parseHex(`0x${Buffer.from(each).toString('hex')}`));
const uint = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const account = fc
  .bigInt({ min: 0n, max: 2n ** 160n - 1n })
  .map((each) => addressFromHex(numberToHex(each, { size: 20 })));
const proposed: fc.Arbitrary<ProposedSafeTransaction> = fc.record({
  ...{ to: account, value: uint, data: bytes(100), operation: fc.constantFrom(0, 1) },
  ...{ safeTxGas: uint, baseGas: uint, gasPrice: uint, gasToken: account, refundReceiver: account },
  nonce: fc.constant(7n),
});

const word = (value: bigint | number): Hex => numberToHex(value, { size: 32 });
const blob = (content: Hex): Hex =>
  concat([word(size(content)), pad(content, { dir: 'right', size: Math.ceil(size(content) / 32) * 32 })]);

/** The ten head words by hand, with the two dynamic arguments wherever they are put. */
function encoded(tx: ProposedSafeTransaction, offsets: { data: bigint; signatures: bigint }, tail: Hex): Hex {
  const head = [
    ...[pad(tx.to, { size: 32 }), word(tx.value), word(offsets.data), word(tx.operation)],
    ...[word(tx.safeTxGas), word(tx.baseGas), word(tx.gasPrice)],
    ...[pad(tx.gasToken, { size: 32 }), pad(tx.refundReceiver, { size: 32 }), word(offsets.signatures)],
  ];
  return parseHex(concat(['0x6a761202', ...head, tail]).toLowerCase());
}

describe(readExecCalldata.name, () => {
  it('reads what the canonical reader reads, and counts the bytes behind', () => {
    fc.assert(
      fc.property(proposed, bytes(200), bytes(40), (tx, signatures, behind) => {
        const canonical = execTransactionData(tx, signatures);
        const { nonce: _, ...transaction } = tx;
        expect(parseExecCalldata(canonical)).toEqual({ transaction, signatures });
        expect(readExecCalldata(concat([canonical, behind]))).toEqual({
          transaction,
          signatures,
          behind: size(behind),
        });
      }),
    );
  });

  it('follows the offsets: arguments in the other order, with gaps, dirty addresses and no padding', () => {
    fc.assert(
      fc.property(proposed, bytes(200), bytes(40), (tx, signatures, gap) => {
        const [first, second] = [blob(signatures), concat([word(size(tx.data)), tx.data])];
        const start = 320 + size(gap);
        const offsets = { signatures: BigInt(start), data: BigInt(start + size(first)) };
        const calldata = encoded(tx, offsets, concat([gap, first, second]));
        const dirty = concat([slice(calldata, 0, 4), '0xffffffffffffffffffffffff', slice(calldata, 16)]);
        const { nonce: _, ...transaction } = tx;
        for (const each of [calldata, dirty])
          expect(readExecCalldata(each)).toMatchObject({ transaction, signatures, behind: 0 });
      }),
    );
  });

  it('reads nothing that the Safe could not: other selectors, cut calldata, offsets and lengths beyond the end', () => {
    fc.assert(
      fc.property(proposed, bytes(200), uint, (tx, signatures, far) => {
        const calldata = execTransactionData(tx, signatures);
        expect(readExecCalldata(`0x00${calldata.slice(4)}`)).toBeUndefined();
        expect(readExecCalldata(slice(calldata, 0, 4 + 319))).toBeUndefined();
        const beyond = 320n + 4096n + far;
        if (beyond >= 2n ** 256n) return;
        expect(
          readExecCalldata(encoded(tx, { data: beyond, signatures: 320n }, blob(signatures))),
        ).toBeUndefined();
        const long = concat([word(beyond), '0x00']);
        expect(readExecCalldata(encoded(tx, { data: 320n, signatures: 320n }, long))).toBeUndefined();
      }),
    );
  });
});
