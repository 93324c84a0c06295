import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, encodeFunctionData } from 'viem';
import { attacks } from '../../../test/vectors/attacks.js';
import { EXEC_TRANSACTION_ABI, parseExecCalldata } from './exec-calldata.js';

const calldataOf = ({ tx }: (typeof attacks.safeTx)[number], signatures: Hex): Hex =>
  encodeFunctionData({
    abi: EXEC_TRANSACTION_ABI,
    args: [
      ...([tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas] as const),
      ...([tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver, signatures] as const),
    ],
  }).toLowerCase() as Hex;

describe(parseExecCalldata.name, () => {
  it.each(attacks.safeTx)('reads $id as it was encoded', (vector) => {
    const { nonce: _nonce, ...fields } = vector.tx;
    expect(parseExecCalldata(calldataOf(vector, '0xabcd'))).toEqual({
      transaction: fields,
      signatures: '0xabcd',
    });
  });

  it('refuses every change of the encoding that is not a change of a value', () => {
    const [vector] = attacks.safeTx;
    if (!vector) throw new Error('the corpus is empty');
    const calldata = calldataOf(vector, '0xabcd');
    const original = parseExecCalldata(calldata);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (where, flip) => {
        const bytes = Buffer.from(calldata.slice(2), 'hex');
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(parseExecCalldata(`0x${bytes.toString('hex')}`)).not.toEqual(original);
      }),
    );
  });

  it('refuses an operation that no uint8 holds', () => {
    const [vector] = attacks.safeTx;
    if (!vector) throw new Error('the corpus is empty');
    const calldata = calldataOf(vector, '0xabcd');
    const at = 10 + 3 * 64;
    const wide = `${calldata.slice(0, at)}${'f'.repeat(64)}${calldata.slice(at + 64)}` as Hex;
    expect(parseExecCalldata(wide)).toMatchObject({ code: 'CALLDATA_NOT_CANONICAL' });
  });

  it.each(['0x', '0x6a761202', `0x6a761202${'ff'.repeat(320)}`, '0xa9059cbb'] as const)(
    'refuses %s',
    (data) => {
      expect(parseExecCalldata(data)).toMatchObject({ code: 'CALLDATA_NOT_CANONICAL' });
    },
  );
});
