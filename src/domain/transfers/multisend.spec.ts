import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, encodeFunctionData, encodePacked, parseAbi, size } from 'viem';
import { addressFromHex } from '../values/address.js';
import { type BatchRecord, parseMultiSend } from './multisend.js';

const abi = parseAbi(['function multiSend(bytes transactions) payable']);
const wrap = (blob: Hex): Hex => encodeFunctionData({ abi, args: [blob] });

// Packed by viem's own packer, not by the reader's.
const pack = (records: readonly BatchRecord[]): Hex =>
  `0x${records
    .map(({ operation, to, value, data }) =>
      encodePacked(
        ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
        [operation, to, value, BigInt(size(data)), data],
      ).slice(2),
    )
    .join('')
    .toLowerCase()}`;

const hex = (options: { minLength?: number; maxLength: number }) =>
  fc.uint8Array(options).map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`);
const record: fc.Arbitrary<BatchRecord> = fc.record({
  operation: fc.constantFrom(0, 1),
  to: hex({ minLength: 20, maxLength: 20 }).map(addressFromHex),
  value: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
  data: hex({ maxLength: 100 }),
});
const records = fc.array(record, { maxLength: 5 });

describe(parseMultiSend.name, () => {
  it('reads the very records that were packed', () => {
    fc.assert(
      fc.property(records, (given) => {
        expect(parseMultiSend(wrap(pack(given)))).toEqual(given);
      }),
    );
  });

  it('invariant 1: refuses 1 to 84 bytes behind the last record', () => {
    fc.assert(
      fc.property(records, hex({ minLength: 1, maxLength: 84 }), (given, junk) => {
        const blob = `${pack(given)}${junk.slice(2)}` as Hex;
        expect(parseMultiSend(wrap(blob))).toMatchObject({ code: 'MULTISEND_NOT_CANONICAL' });
      }),
    );
  });

  it('invariant 1: reads other bytes never as the same batch', () => {
    fc.assert(
      fc.property(records, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, where, flip) => {
        const bytes = Buffer.from(wrap(pack(given)).slice(2), 'hex');
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(parseMultiSend(`0x${bytes.toString('hex')}`)).not.toEqual(given);
      }),
    );
  });

  it.each([2n ** 256n - 1n, 2n ** 255n, 2n ** 53n, 2n ** 32n, 69n])(
    'invariant 1: allocates nothing for a record that declares %d bytes',
    (length) => {
      const head = encodePacked(
        ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
        [0, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', 0n, length, '0xa9059cbb'],
      );
      expect(parseMultiSend(wrap(head))).toMatchObject({ code: 'MULTISEND_NOT_CANONICAL' });
    },
  );

  it.each([
    '0x8d80ff0a',
    '0x8d80ff',
    '0x',
    `0x8d80ff0a${'00'.repeat(64)}`,
    `0x8d80ff0a${'ff'.repeat(64)}`,
  ] as const)('refuses %s, whose argument is not there', (data) => {
    expect(parseMultiSend(data)).toMatchObject({ code: 'CALLDATA_NOT_CANONICAL' });
  });
});
