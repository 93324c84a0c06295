import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, concat, slice } from 'viem';
import { attacks } from '../../../test/vectors/attacks.js';
import { effectsOf } from '../simulation/effects.js';
import { execTransactionData } from '../simulation/exec-call.js';
import { buildSafeTransaction } from '../transfers/safe-transaction.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseHex } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { executedSignatures } from './executed-signatures.js';

const { safe, chainId } = attacks.world;
const id = parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057');
const asset = { kind: 'native', id, chainId, symbol: 'ETH', decimals: 18 } as const;
const destination = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const transaction = buildSafeTransaction({ asset, destination, amount: amountOf(5n) }, 42n);
const bytes = fc
  .uint8Array({ maxLength: 400 })
  .map((each) => parseHex(`0x${Buffer.from(each).toString('hex')}`));

function entered(input: Hex) {
  const call = {
    depth: 0,
    kind: 'CALL',
    from: destination,
    to: safe,
    value: 0n,
    input,
    failed: false,
  } as const;
  return effectsOf({ outcome: 'success' }, { calls: [call] });
}

describe(executedSignatures.name, () => {
  it('invariant 5: gives back whatever signatures an execution was entered with', () => {
    fc.assert(
      fc.property(bytes, (signatures) => {
        const input = execTransactionData(transaction, signatures);
        expect(executedSignatures(entered(input), transaction)).toBe(signatures);
      }),
    );
  });

  it('invariant 5: gives nothing for another transaction, trailing bytes, or bytes of another kind', () => {
    const input = execTransactionData(transaction, '0x1234');
    const other = { ...transaction, value: 6n };
    expect(executedSignatures(entered(input), other)).toBeUndefined();
    expect(executedSignatures(entered(concat([input, '0x00'])), transaction)).toBeUndefined();
    expect(executedSignatures(entered(concat(['0xdeadbeef', slice(input, 4)])), transaction)).toBeUndefined();
    for (const nothing of ['0x', '0x6a761202', slice(input, 0, 100)] as const) {
      expect(executedSignatures(entered(nothing), transaction)).toBeUndefined();
    }
    expect(executedSignatures(effectsOf({ outcome: 'success' }, {}), transaction)).toBeUndefined();
  });

  it('invariant 5: any flipped byte of the fields gives nothing', () => {
    const signatures: Hex = '0x1234';
    const input = execTransactionData(transaction, signatures);
    for (let at = 0; at < 4 + 10 * 32; at += 1) {
      const byte = (Number.parseInt(slice(input, at, at + 1), 16) ^ 1).toString(16).padStart(2, '0');
      const flipped = concat(
        [slice(input, 0, at), `0x${byte}`, slice(input, at + 1)].filter((each) => each !== '0x') as Hex[],
      );
      expect(executedSignatures(entered(flipped), transaction)).toBeUndefined();
    }
  });
});
