import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, concat, encodeFunctionData, numberToHex, parseAbi } from 'viem';
import { addressFromHex } from '../../values/address.js';
import { type DecodedCall, decodedCallFault, encodedCall } from './decoded-call.js';
import type { WrittenJson } from './typed-data.js';

const HOT = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');

function call(
  method: string,
  ...parameters: readonly (readonly [type: string, value: WrittenJson])[]
): DecodedCall {
  return {
    method,
    parameters: parameters.map(([type, value], at) => ({ name: `p${String(at)}`, type, value, inner: null })),
  };
}

const transfer = (value: bigint): Hex =>
  encodeFunctionData({ abi: parseAbi(['function transfer(address,uint256)']), args: [HOT, value] });

describe(decodedCallFault.name, () => {
  it('finds any other amount and any other recipient', () => {
    const amount = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
    const address = fc.bigInt({ min: 0n, max: (1n << 160n) - 1n }).map((n) => numberToHex(n, { size: 20 }));
    fc.assert(
      fc.property(amount, amount, address, (held, shown, to) => {
        const fault = decodedCallFault(
          call('transfer', ['address', to], ['uint256', shown.toString()]),
          transfer(held),
        );
        const isTrue = held === shown && addressFromHex(to) === HOT;
        expect(fault === undefined).toBe(isTrue);
        const honest = call('transfer', ['address', HOT], ['uint256', held.toString()]);
        expect(decodedCallFault(honest, transfer(held))).toBeUndefined();
      }),
    );
  });

  it('reads lists, tuples, words of Python, and lists as text', () => {
    const abi = parseAbi(['function f(address[] a, (uint8 x, bool y) t, bytes b)']);
    const data = encodeFunctionData({ abi, args: [[HOT], { x: 3, y: true }, '0xABCD'] });
    const shown = (list: WrittenJson, flag: WrittenJson, bytes: string) =>
      call('f', ['address[]', list], ['(uint8,bool)', ['3', flag]], ['bytes', bytes]);
    expect(decodedCallFault(shown([HOT.toLowerCase()], 'True', '0xabcd'), data)).toBeUndefined();
    expect(decodedCallFault(shown(`["${HOT}"]`, true, '0xABCD'), data)).toBeUndefined();
    expect(decodedCallFault(shown([], 'True', '0xabcd'), data)).toMatch(/^p0 is shown as \[\]/);
    expect(decodedCallFault(shown([HOT], 'False', '0xabcd'), data)).toMatch(/^p1 is shown as/);
    expect(decodedCallFault(shown([HOT], 'True', '0xab'), data)).toMatch(/^p2 is shown as 0xab,/);
  });

  it.each([
    ['another method', call('approve', ['address', HOT], ['uint256', '1']), transfer(1n), 'call of approve'],
    [
      'a name alone that is another',
      { method: 'approve', parameters: null },
      transfer(1n),
      'its bytes call transfer',
    ],
    ['no data', call('transfer', ['address', HOT], ['uint256', '1']), '0x' as const, 'holds no call'],
    ['a type that does not exist', call('transfer', ['money', '1']), transfer(1n), 'types that do not exist'],
    [
      'bytes that are too short',
      call('transfer', ['address', HOT], ['uint256', '1']),
      transfer(1n).slice(0, 80) as Hex,
      'do not hold the parameters',
    ],
  ])('finds %s', (_name, shown, data, words) => {
    expect(decodedCallFault(shown, data)).toContain(words);
  });

  it('leaves bytes behind to the check of the calldata itself', () => {
    const shown = call('transfer', ['address', HOT], ['uint256', '1']);
    expect(decodedCallFault(shown, concat([transfer(1n), '0x00']))).toBeUndefined();
  });

  it('looks into a call that is shown inside of another', () => {
    const abi = parseAbi(['function wrap(bytes)']);
    const data = encodeFunctionData({ abi, args: [transfer(2n)] });
    const outer = (value: string): DecodedCall => ({
      method: 'wrap',
      parameters: [
        {
          name: 'data',
          type: 'bytes',
          value: transfer(2n),
          inner: call('transfer', ['address', HOT], ['uint256', value]),
        },
      ],
    });
    expect(decodedCallFault(outer('2'), data)).toBeUndefined();
    expect(decodedCallFault(outer('1'), data)).toMatch(/^inside data: p1 is shown as 1/);
  });
});

describe(encodedCall.name, () => {
  it('encodes what is described, and nothing that does not fit', () => {
    expect(encodedCall(call('transfer', ['address', HOT], ['uint256', '7']))).toBe(transfer(7n));
    expect(encodedCall(call('transfer', ['address', HOT], ['uint256', 'seven']))).toBeUndefined();
    expect(encodedCall(call('trans fer', ['address', HOT]))).toBeUndefined();
  });
});
