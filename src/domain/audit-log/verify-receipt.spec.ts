import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TWO_OF_THREE, logSigner, receiptOf } from '../../../test/builders/witnessed-log.js';
import { MalformedLogText } from './malformed.js';
import { parseTlogPolicy } from './tlog-policy.js';
import { parseTlogProof } from './tlog-proof.js';
import { verifyReceipt } from './verify-receipt.js';

const trust = { logKey: logSigner.key, policy: parseTlogPolicy(TWO_OF_THREE) };
const entries = Array.from({ length: 11 }, (_, at) => `{"index":"${String(at)}"}`);
const bytes = (text: string): Uint8Array => Buffer.from(text);

function isTaken(text: string, entry: string): boolean {
  try {
    return verifyReceipt(parseTlogProof(text), bytes(entry), trust).isValid;
  } catch (error) {
    if (error instanceof MalformedLogText) return false;
    throw error;
  }
}

describe(verifyReceipt.name, () => {
  it('invariant 16: takes the receipt of every entry', () => {
    for (const [at, entry] of entries.entries()) {
      expect(isTaken(receiptOf(entries, at, [1, 2]), entry)).toBe(true);
    }
  });

  it('invariant 16: refuses it for any other entry, at any other index, and without the quorum', () => {
    const receipt = receiptOf(entries, 4, [1, 2]);
    expect(isTaken(receipt, `${entries[4] ?? ''} `)).toBe(false);
    expect(isTaken(receipt, entries[5] ?? '')).toBe(false);
    expect(isTaken(receipt.replace('index 4', 'index 5'), entries[4] ?? '')).toBe(false);
    expect(isTaken(receiptOf(entries, 4, [1]), entries[4] ?? '')).toBe(false);
    expect(verifyReceipt(parseTlogProof(receipt), bytes('x'), trust)).toEqual({
      isValid: false,
      reason: "the entry is not at index 4 of the log's tree",
    });
  });

  it('invariant 16: refuses every receipt with one character changed or lost', () => {
    const receipt = receiptOf(entries, 6, [1, 2]);
    const change = fc.constantFrom('A', 'B', '=', ' ', '\n', '0', '1', '');
    fc.assert(
      fc.property(fc.nat({ max: receipt.length - 1 }), change, (at, put) => {
        const changed = receipt.slice(0, at) + put + receipt.slice(at + 1);
        fc.pre(changed !== receipt);
        expect(isTaken(changed, entries[6] ?? '')).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
