import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hashTypedData, numberToHex } from 'viem';
import { statementJson } from '../signatures/statement.js';
import { addressFromHex } from '../values/address.js';
import { AMOUNT_MAX, amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type PolicyException, exceptionDigest, exceptionStatement } from './policy-exception.js';

const anyException: fc.Arbitrary<PolicyException> = fc.record({
  chainId: fc.integer({ min: 1, max: 4_294_967_295 }),
  safe: fc
    .bigInt({ min: 0n, max: (1n << 160n) - 1n })
    .map((value) => addressFromHex(numberToHex(value, { size: 20 }))),
  transferId: fc.uuid({ version: 7 }).map((uuid) => parseId('tr', `tr_${uuid}`)),
  intentHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => parseBytes32(bytesToHex(bytes))),
  rule: fc.string({ minLength: 1 }),
  unit: fc.constant('asset' as const),
  measured: fc.bigInt({ min: 0n, max: AMOUNT_MAX }),
  bound: fc.bigInt({ min: 0n, max: AMOUNT_MAX }),
  ceiling: fc.bigInt({ min: 0n, max: AMOUNT_MAX }).map(amountOf),
  reason: fc.string({ unit: 'grapheme', minLength: 1 }),
  ticket: fc.string({ minLength: 1 }),
  words: fc.string({ minLength: 1 }),
  expiresAt: fc.nat().map(unixSeconds),
});

const FIELDS = [
  'chainId',
  'safe',
  'transferId',
  'intentHash',
  'rule',
  'ceiling',
  'reason',
  'ticket',
  'words',
  'expiresAt',
] as const;

/** Signed as part of the words: `isGenuineException` holds them against each other. */
const IN_WORDS = ['unit', 'measured', 'bound'];

describe(exceptionDigest.name, () => {
  it.each(FIELDS)('invariant 8: another %s is another exception', (field) => {
    fc.assert(
      fc.property(anyException, anyException, (exception, other) => {
        fc.pre(exception[field] !== other[field]);
        expect(Object.keys(exception).sort()).toEqual([...FIELDS, ...IN_WORDS].sort());
        expect(exceptionDigest({ ...exception, [field]: other[field] })).not.toBe(exceptionDigest(exception));
      }),
      { numRuns: 30 },
    );
  });

  it("invariant 8: is viem's hash of the statement that the officer's wallet is given", () => {
    fc.assert(
      fc.property(anyException, (exception) => {
        const json = JSON.stringify(statementJson(exceptionStatement(exception)));
        const typed = JSON.parse(json) as Parameters<typeof hashTypedData>[0];
        expect(hashTypedData(typed)).toBe(exceptionDigest(exception));
      }),
    );
  });
});
