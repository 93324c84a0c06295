import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hashTypedData, numberToHex } from 'viem';
import { statementJson } from '../signatures/statement.js';
import { addressFromHex } from '../values/address.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import {
  type Clearance,
  type Verdict,
  clearanceDigest,
  clearanceStatement,
  clearanceText,
} from './clearance.js';

const anyBytes32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => parseBytes32(bytesToHex(bytes)));

const anyClearance: fc.Arbitrary<Clearance> = fc.record({
  chainId: fc.integer({ min: 1, max: 4_294_967_295 }),
  safe: fc
    .bigInt({ min: 0n, max: (1n << 160n) - 1n })
    .map((value) => addressFromHex(numberToHex(value, { size: 20 }))),
  transferId: fc.uuid({ version: 7 }).map((uuid) => parseId('tr', `tr_${uuid}`)),
  revision: fc.nat(),
  words: fc.string(),
  intentHash: anyBytes32,
  safeTxHash: anyBytes32,
  effectsDigest: anyBytes32,
  policyHash: anyBytes32,
  exceptions: fc.array(anyBytes32, { maxLength: 3 }),
  expiresAt: fc.nat().map(unixSeconds),
});

const anyVerdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.constant({ decision: 'confirm', reason: '' } as const),
  fc.string({ unit: 'grapheme' }).map((reason) => ({ decision: 'reject', reason }) as const),
);

const FIELDS = [
  ...(['chainId', 'safe', 'transferId', 'revision', 'words', 'intentHash'] as const),
  ...(['safeTxHash', 'effectsDigest', 'policyHash', 'exceptions', 'expiresAt'] as const),
];

describe(clearanceDigest.name, () => {
  it.each(FIELDS)('invariant 8: another %s is another clearance', (field) => {
    fc.assert(
      fc.property(anyClearance, anyClearance, anyVerdict, (clearance, other, verdict) => {
        fc.pre(String(clearance[field]) !== String(other[field]));
        fc.pre(field !== 'words' || verdict.decision === 'confirm');
        const changed = { ...clearance, [field]: other[field] };
        expect(Object.keys(clearance).sort()).toEqual([...FIELDS].sort());
        expect(clearanceDigest(changed, verdict)).not.toBe(clearanceDigest(clearance, verdict));
      }),
      { numRuns: 30 },
    );
  });

  it('invariant 8: a yes is no no, and the reason of a no is signed too', () => {
    fc.assert(
      fc.property(anyClearance, anyVerdict, anyVerdict, (clearance, one, other) => {
        fc.pre(one.decision !== other.decision || one.reason !== other.reason);
        expect(clearanceDigest(clearance, one)).not.toBe(clearanceDigest(clearance, other));
      }),
    );
  });

  it('a confirmation says the transfer in words; a rejection can be signed by who may not read them yet', () => {
    fc.assert(
      fc.property(anyClearance, anyVerdict, (clearance, verdict) => {
        const { message } = clearanceStatement(clearance, verdict);
        expect(message['words']).toBe(verdict.decision === 'confirm' ? clearance.words : '');
      }),
    );
  });

  it("invariant 8: is viem's hash of the statement that the confirmer's wallet is given", () => {
    fc.assert(
      fc.property(anyClearance, anyVerdict, (clearance, verdict) => {
        const json = JSON.stringify(statementJson(clearanceStatement(clearance, verdict)));
        const typed = JSON.parse(json) as Parameters<typeof hashTypedData>[0];
        expect(hashTypedData(typed)).toBe(clearanceDigest(clearance, verdict));
      }),
    );
  });
});

describe(clearanceText.name, () => {
  it('names the transfer and its revision, and has the digest of the confirmation', () => {
    fc.assert(
      fc.property(anyClearance, (clearance) => {
        const [form, query] = clearanceText(clearance).split('?');
        expect(form).toBe('sluice-clearance:1');
        expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
          chain: String(clearance.chainId),
          safe: clearance.safe,
          transfer: clearance.transferId,
          revision: String(clearance.revision),
          digest: clearanceDigest(clearance, { decision: 'confirm', reason: '' }),
        });
      }),
    );
  });
});
